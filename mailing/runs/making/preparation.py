"""What is settled before the list is read: template, shop profile, and what both demand of the list."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mailing import intake, letters, press
from mailing.base.memory import kept_low
from mailing.intake import NoHouseholdError as NoHouseholdError  # noqa: PLC0414 - for who calls a run
from mailing.model import runfolder
from mailing.runs.making.artworks import artworks_of
from mailing.runs.making.mappings import read_mapping
from mailing.runs.making.orders import refuse_unfit_posting_day
from mailing.runs.making.stages import WorkerContext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mailing.findings import Finding
    from mailing.model import Intake
    from mailing.runs.making.artworks import MakesPlain
    from mailing.runs.making.job import Job
    from mailing.runs.making.mappings import SourceMapping

TEMPLATES_FOLDER = "letter_templates"
KEPT_OF_JOB = (
    "template",
    "columns",
    "unused",
    "mapping",
    "sheet",
    "encoding",
    "table",
    "limit",
    "lang",
    "posting_day",
)
"""What of a job is kept to make the run again, beside its files."""
YES = "yes"
SIDE_LISTS = ("suppress", "seeds", "apply")


@dataclass(frozen=True)
class Preparation:
    """The letters' side of a run, ready before the first row is read; `setting` is what setting them needs."""

    job: Job
    template: letters.Template
    profile: press.ShopProfile
    date: dt.date
    setting: letters.Setting
    mapping: SourceMapping | None = None
    is_signed: bool = False

    def template_findings(self, columns: Collection[str] | None) -> tuple[Finding, ...]:
        """Return what is known of the template and its pictures before its first letter; errors as of its check."""
        found = letters.check_template(self.template, self.date, columns)
        return (*found, *letters.coarse_pictures(self.template, self.setting.artworks))

    @cached_property
    def worker_context(self) -> WorkerContext:
        """What a worker process needs for setting and drawing."""
        key = hashlib.sha256(
            f"{self.template.sha256} {self.profile.sha256} {self.date} {letters.fonts_sha256()}".encode()
        ).hexdigest()
        return WorkerContext(key, self.setting, self.profile)

    @cached_property
    def demands(self) -> intake.Demands:
        """What the template asks of the list."""
        setter = letters.Setter(self.setting)
        labels = self.template.organisation.labels
        return intake.Demands(
            required=self.template.required_columns,
            date=self.date,
            formats=self.template.formats,
            languages=frozenset(self.template.translations),
            address_width=setter.address_width,
            text_width=setter.text_width,
            unsettable=setter.unsettable,
            state=self.template.organisation.bundesland,
            placeholders=self.template.all_placeholders,
            made_names=letters.MADE_BY_PROGRAM,
            number_label=labels.bg_nummer,
            has_bg_numbers=labels.has_bg_numbers,
        )

    @cached_property
    def source(self) -> intake.ListSource:
        """The list as the job names it."""
        job = self.job
        return intake.ListSource(
            path=None if job.is_database else job.list_place,
            url=job.list if job.is_database else None,
            sheet=job.sheet or (self.mapping.settings.sheet if self.mapping else None),
            encoding=job.encoding or (self.mapping.settings.encoding if self.mapping else None),
            mapping=self.mapping.for_list if self.mapping else None,
            query=job.query,
            table=job.table,
            columns=job.columns,
            let_go=job.unused,
            limit=job.limit,
        )

    @cached_property
    def side_lists(self) -> intake.SideLists:
        """The lists beside the list."""
        return intake.SideLists(suppress=self.job.suppress, seeds=self.job.seeds, apply=self.job.apply)

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """Name -> SHA-256 of everything beside the inputs that determines the letters."""
        return {
            **{f"template/{name}": _sha256(text) for name, text in sorted(self.template.sources.items())},
            **{f"template/{name}": hashlib.sha256(file).hexdigest() for name, file in self.template.files.items()},
            **({f"template/{self.mapping.file}": self.mapping.sha256} if self.mapping else {}),
            "profile": self.profile.sha256,
            "fonts": letters.fonts_sha256(),
        }

    @cached_property
    def options(self) -> Mapping[str, str]:
        """What the job says beside its files, as far as it shows in the letters or on the job sheet."""
        job = self.job
        options = {
            "shop": self.profile.name,
            "lang": job.lang.value,
            "limit": job.limit,
            "sheet": job.sheet,
            "encoding": job.encoding,
            "mapping": job.mapping,
            "table": job.table,
            "posting_day": job.posting_day,
            runfolder.SIGNED: YES if self.is_signed else None,
        }
        options |= {f"column.{ours}": theirs for ours, theirs in sorted(job.columns.items())}
        options["column.-"] = ", ".join(job.unused) or None
        return {name: str(value) for name, value in options.items() if value is not None}

    @cached_property
    def copies(self) -> Mapping[str, bytes]:
        """Path in the run's folder -> what is kept of the settings, so that it can be made again; nothing personal."""
        kept = {f"{runfolder.TEMPLATES}{name}": text.encode() for name, text in self.template.sources.items()}
        kept |= {f"{runfolder.TEMPLATES}{name}": file for name, file in self.template.files.items()}
        if self.mapping:
            kept[f"{runfolder.TEMPLATES}{self.mapping.file}"] = self.mapping.text.encode()
        kept[runfolder.PROFILE] = self.profile.source.encode()
        kept[f"{runfolder.SETTINGS}{Path(self.profile.output.icc).name}"] = self.profile.icc_profile
        job = self.job.model_dump(mode="json", include=set(KEPT_OF_JOB), exclude_none=True)
        job |= {"date": self.date.isoformat(), "shop": self.profile.name}
        job |= {runfolder.SIGNED: YES} if self.is_signed else {}
        kept[runfolder.JOB_COPY] = json.dumps(job, indent=1).encode() + b"\n"
        return kept

    @cached_property
    def side_list_copies(self) -> Mapping[str, bytes]:
        """Path in the run's folder -> side lists and query: they name persons, and the run is made again from them."""
        paths = {name: getattr(self.job, name) for name in SIDE_LISTS}
        query = {} if self.job.query is None else {runfolder.QUERY: self.job.query.encode()}
        return query | {
            f"{runfolder.SIDE_LISTS}{name}/{path.name}": path.read_bytes()
            for name, path in paths.items()
            if path is not None
        }


def setting_of(
    template: letters.Template, profile: press.ShopProfile, day: dt.date, plain: MakesPlain | None = None
) -> letters.Setting:
    """Return what setting the letters of a template for a shop needs, what it encloses made ready, by `plain`.

    Raises:
        TemplateError: an enclosed file can't be printed; file and page are named.
    """
    setting = letters.Setting(
        template=template,
        date=day,
        marks=profile.fold_marks,
        envelope=profile.window_envelope,
        keep_free=profile.keep_free,
        keep_free_first=profile.keep_free_first,
        sides=profile.sides,
        artworks=artworks_of(template, profile, plain),
    )
    letters.check_pictures(setting)
    return setting


def prepare(job: Job, *, is_signed: bool | None = None) -> Preparation:
    """Load the job's template and shop profile.

    `is_signed`, where given, says whether the run is sealed as one that was to be signed, whatever the job says.

    Raises:
        UsageError: there is no such template or profile, or nothing is posted on the posting day.
        InputError: one of them can't be used.
    """
    templates = find_templates(job.templates)
    template = letters.load_letter(job.template, templates)
    mapping = read_mapping(job.mapping, templates) if job.mapping else None
    profile = press.load_profile(job.shop)
    press.check_window(profile, template.forms)
    signed = job.sign is not None if is_signed is None else is_signed
    day = letter_date(job.date, template)
    refuse_unfit_posting_day(job.posting_day, day, template.organisation.bundesland)
    return Preparation(job, template, profile, day, setting_of(template, profile, day), mapping, signed)


@kept_low()
def take_in(preparation: Preparation, *, proposing: bool = False) -> Intake:
    """Read and check the job's list; with `proposing`, work out what would settle its findings.

    Raises:
        InputError: it can't be used, or no household remains of it (`intake.NoHouseholdError`).
    """
    return intake.take_in(preparation.source, preparation.side_lists, preparation.demands, proposing=proposing)


def find_templates(named: Path | None = None) -> Path:
    """Return the folder of letter templates: the one named, the working folder's own, or the program's."""
    own = Path.cwd() / TEMPLATES_FOLDER
    return named or (own if own.is_dir() else program_templates())


def program_templates() -> Path:
    """Return the folder of the templates that come along.

    An installed program carries them inside the package; a checkout has them beside it.
    """
    package = Path(__file__).parents[2]
    carried = package / TEMPLATES_FOLDER
    return carried if carried.is_dir() else package.parent / TEMPLATES_FOLDER


def letter_date(asked: dt.date | None, template: letters.Template) -> dt.date:
    """Return the letters' date: the one asked for, the template's own, or today."""
    return asked or template.date or dt.datetime.now().astimezone().date()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
