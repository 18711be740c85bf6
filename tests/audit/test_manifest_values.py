"""Every single value of a real manifest, changed: it is found, or `docs/audit.md` says that it is no evidence."""

from __future__ import annotations

import json
import re
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from program_kit import row, write_list

from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import ExitCode
from mailing.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    Keys = tuple[str | int, ...]

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
NO_EVIDENCE = {
    name
    for line in PAGE.read_text("utf-8").splitlines()
    if "kein Beweis" in line
    for name in re.findall(r"`([a-z_0-9\[\].]+)`", line)
}
"""What the page calls no evidence, `[]` for any index."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run with all that a manifest can have: side lists, a mapped column, a limit, households kept back."""
    folder = tmp_path_factory.mktemp("values")
    people = [row(number) for number in range(1, 6)]
    write_list(folder / "liste.csv", people[:4])
    write_list(folder / "kontrolle.csv", [row(99, nachname="Kontrolle")])
    (folder / "sperre.csv").write_text("bg_nummer;grund\n23702//0000003;Auskunft\n", "utf-8")
    first = ["run", str(write_list(folder / "vorher.csv", people[:1])), "-o", str(folder / "runs"), "--json"]
    assert main([*first, "--date", "2020-06-15"]) == ExitCode.DONE
    before = set((folder / "runs").iterdir())
    options = ["--seeds", folder / "kontrolle.csv", "--suppress", folder / "sperre.csv", "--limit", "4"]
    command = ["run", folder / "liste.csv", "-o", folder / "runs", "--date", "2020-06-15", *options, "--json"]
    assert main([*map(str, command)]) == ExitCode.SOME_WITHOUT_LETTER
    (run,) = (path for path in set((folder / "runs").iterdir()) - before if path.is_dir())
    return run


def leaves(value: Any, keys: Keys = ()) -> Iterator[Keys]:
    """Give the way to every value that holds no others."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*keys, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*keys, index))
    else:
        yield keys


def others(value: object) -> Iterator[object]:
    """Give values of the same kind that are others."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value + 1_000_000, max(value - 1, 0) if value else 2)
    elif isinstance(value, str) and re.fullmatch("[0-9a-f]{64,}", value):
        yield from (value[:-1] + ("0" if value[-1] != "0" else "1"), value[64:] or "0" * 64)
    else:
        yield from (f"{value}x", f"x{value}", str(value)[:-1])


def changed(manifest: dict[str, Any], keys: Keys) -> Iterator[dict[str, Any]]:
    """Give the manifest with one value changed, or left out where it stands under a free name."""
    *way, last = keys
    for other in (*others(_at(manifest, keys)), None):
        copy = json.loads(json.dumps(manifest))
        holder = _at(copy, tuple(way))
        if other is None:
            del holder[last]
        else:
            holder[last] = other
        if copy != manifest:
            yield copy


def _at(value: Any, keys: Keys) -> Any:
    for key in keys:
        value = value[key]
    return value


def name_of(keys: Keys) -> str:
    """Return a way as `docs/audit.md` writes it."""
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


@pytest.mark.parametrize("options", [{}, {"quick": True}, {"shop_only": True}], ids=str)
def test_every_changed_value_is_found(made: Path, tmp_path: Path, options: dict[str, bool]) -> None:
    """None of them goes through, neither changed nor left out; at the print shop, only those that the page names.

    Every page is read for one change of each value only: what is found without reading pages is found with them too.
    """
    run = shutil.copytree(made, tmp_path / made.name)
    manifest = json.loads((run / "manifest.json").read_bytes())
    assert errors(run, options) == set()
    unnoticed = set()
    for keys in leaves(manifest):
        for forged in islice(changed(manifest, keys), None if options else 1):
            (run / "manifest.json").write_bytes(json.dumps(forged, ensure_ascii=False, indent=1).encode() + b"\n")
            if not errors(run, options):
                unnoticed.add(name_of(keys))
    assert unnoticed <= (NO_EVIDENCE if "shop_only" in options else set())


def errors(run: Path, options: dict[str, bool]) -> set[str]:
    """Return the codes of what makes a verification fail."""
    findings = verify(run, VerifyOptions(workers=1, **options))
    return {finding.code for finding in findings if finding.forbids_the_letter}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'"title"', b'"title": "Probe", "title"', 1),
        lambda text: text.replace(b'"pages": ', b'"pages": 7, "pages": ', 1),
        lambda text: text.replace(b'"rows": ', b'"rows":  ', 1),
        lambda text: text + b" ",
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.decode().encode("utf-16"),
        lambda _text: b"[" * 100_000,
        lambda text: text.replace(b'"seeds": ', b'"seeds": 1' + b"0" * 5_000 + b", ", 1),
        lambda text: text.replace(b'"bytes": ', b'"bytes": NaN, "x": ', 1),
        lambda text: text[:-20],
        lambda _text: b"",
    ],
)
@pytest.mark.parametrize("options", [{}, {"quick": True}, {"shop_only": True}])
def test_a_manifest_that_is_written_otherwise_is_found(
    made: Path, tmp_path: Path, change: Any, options: dict[str, bool]
) -> None:
    """Keys twice, blanks more, other encodings: the program writes the same manifest always the same way."""
    run = shutil.copytree(made, tmp_path / made.name)
    path = run / "manifest.json"
    path.write_bytes(change(path.read_bytes()))
    assert {"audit.manifest-form", "audit.manifest-broken"} & {
        finding.code for finding in verify(run, VerifyOptions(**options))
    }
