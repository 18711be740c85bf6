"""What is settled before the list is read: template, shop profile, and what both demand of the list."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mailing import intake, letters, press
from mailing.places import find_templates
from mailing.stages import Office

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.job import Job


@dataclass(frozen=True)
class Preparation:
    """The letters' side of a run, ready before the first row is read."""

    job: Job
    template: letters.Template
    profile: press.ShopProfile
    date: dt.date

    @cached_property
    def setting(self) -> letters.Setting:
        """What setting the letters needs."""
        return letters.Setting(
            template=self.template,
            date=self.date,
            marks=self.profile.fold_marks,
            envelope=self.profile.envelope,
            keep_free=self.profile.keep_free,
        )

    @cached_property
    def office(self) -> Office:
        """What a worker process needs for setting and drawing."""
        key = hashlib.sha256(
            f"{self.template.sha256} {self.profile.sha256} {self.date} {letters.fonts_sha256()}".encode()
        ).hexdigest()
        return Office(key, self.setting, self.profile)

    @cached_property
    def demands(self) -> intake.Demands:
        """What the template asks of the list."""
        setter = letters.Setter(self.setting)
        return intake.Demands(
            required=self.template.required_columns,
            date=self.date,
            formats=self.template.formats,
            address_width=setter.address_width,
            text_width=setter.text_width,
            unsettable=setter.unsettable,
        )

    @cached_property
    def source(self) -> intake.ListSource:
        """The list as the job names it."""
        job = self.job
        return intake.ListSource(
            path=None if job.is_database else Path(job.list),
            url=job.list if job.is_database else None,
            sheet=job.sheet,
            query=job.query,
            table=job.table,
            columns=job.columns,
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
            "profile": self.profile.sha256,
            "fonts": letters.fonts_sha256(),
        }

    @cached_property
    def options(self) -> Mapping[str, str]:
        """What the job says beside its files, as far as it shows in the letters."""
        job = self.job
        told = {
            "shop": self.profile.name,
            "limit": job.limit,
            "sheet": job.sheet,
            "query": job.query,
            "table": job.table,
        }
        told |= {f"column.{ours}": theirs for ours, theirs in sorted(job.columns.items())}
        return {name: str(value) for name, value in told.items() if value is not None}

    @cached_property
    def copies(self) -> Mapping[str, bytes]:
        """Path below `house/` -> what is kept of the settings, so that the run can be made again."""
        kept = {f"settings/letter_templates/{name}": text.encode() for name, text in self.template.sources.items()}
        kept["settings/profile.toml"] = self.profile.source.encode()
        return kept


def prepare(job: Job) -> Preparation:
    """Load the job's template and shop profile.

    Raises:
        UsageError: there is no such template or profile.
        InputError: one of them can't be used.
    """
    template = letters.load_template(job.template, find_templates(job.templates))
    date = job.date or template.date or dt.datetime.now().astimezone().date()
    return Preparation(job, template, press.load_profile(job.shop), date)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
