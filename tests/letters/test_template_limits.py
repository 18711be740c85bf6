"""Deep, endless and huge templates: each is refused in a moment with a clear message, and nothing hangs."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from templates_kit import DAY, template

from mailing.base.errors import TemplateError
from mailing.letters.checking import check_template

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 60.0
"""Of CPU: far more than any takes here, far less than a hang."""

THREE_HUNDRED = "[" + ",".join(f"'{number}'" for number in range(300)) + "]"
DEEP = "ineinander"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{{ " + "(" * 3_000 + "ort" + ")" * 3_000 + " }}", DEEP, id="brackets"),
        pytest.param("{% if " + "not " * 5_000 + "ort %}x{% endif %}", DEEP, id="negations"),
        pytest.param("{% if ort %}" * 500 + "x" + "{% endif %}" * 500, DEEP, id="conditions in conditions"),
        pytest.param("{{ ort" + " | gross" * 3_000 + " }}", DEEP, id="filters"),
        pytest.param("{% if ort %}x{% endif %} " * 3_000, "Bedingungen", id="conditions one after the other"),
        pytest.param("{{ organisation.telefon }} " * 7_000, "Platzhalter", id="placeholders of the run"),
        pytest.param("x\n\n" * 66_000, "Zeilen", id="lines"),
        pytest.param(
            "Ein Satz.\n\n" * 10_000 + "".join(f"{{% if ort == '{n}' %}}\nx\n\n{{% endif %}}\n" for n in range(390)),
            "zu lang für so viele Bedingungen",
            id="conditions in a long text",
        ),
        pytest.param("*a **a " * 4_000, "hervorhebt", id="asterisks that open"),
        pytest.param("a**b" * 8_000, "hervorhebt", id="asterisks in a word"),
        pytest.param("_a *a " * 30_000, "hervorhebt", id="emphasis in emphasis"),
        pytest.param("![" * 90_000 + "](", "Bild", id="pictures in pictures"),
        pytest.param("{{ 'x' * 10**9 }}", "Malnehmen", id="a text times a billion"),
        pytest.param(
            f"{{% for a in {THREE_HUNDRED} %}}{{% for b in {THREE_HUNDRED} %}}{{{{ a }}}}{{% endfor %}}{{% endfor %}}",
            "Schleifen",
            id="loops over fixed texts",
        ),
        pytest.param(
            "".join(f"{{% for p{depth} in mitglieder %}}" for depth in range(18)) + "x" + "{% endfor %}" * 18,
            "Schleifen",
            id="loops over persons",
        ),
    ],
)
def test_a_template_without_measure_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """What is too deep or too much is named."""
    began = process_time()
    with pytest.raises(TemplateError, match=message):
        check_template(template(tmp_path, text), DAY, None)
    assert process_time() - began < SECONDS


def test_parts_within_parts_have_a_sum(tmp_path: Path) -> None:
    """A hundred parts of a hundred parts of a hundred parts are refused before they are read."""
    parts = {
        f"{name}.md.j2": f"{{% include '{part}.md.j2' %}}" * 100
        for name, part in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))
    }
    began = process_time()
    with pytest.raises(TemplateError, match="länger als ein Brief"):
        template(tmp_path, "{% include 'a.md.j2' %}", **parts, **{"e.md.j2": "x"})
    assert process_time() - began < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{% if ort %}" * 40 + " x " + "{% endif %}" * 40 + "\n", id="forty conditions on a line"),
        pytest.param("[" * 10_000, id="brackets"),
        pytest.param("**a** *b* " * 19_000, id="emphasis"),
        pytest.param("a*b_c" * 39_000, id="signs in a word"),
        pytest.param("&amp" * 39_000, id="names without end"),
        pytest.param("\n\n|" + "a|" * 300 + "\n|" + "-|" * 300 + ("\n|" + "a|" * 300) * 300, id="cells"),
        pytest.param("\n\n- a\n\n  1. b" * 10_000, id="lists in lists"),
        pytest.param("\n\n3. a" * 20_000, id="numbers that may be lists"),
        pytest.param("\"'" * 5_000, id="quotes"),
        pytest.param(
            "".join(f"{{% set a{n + 1} = a{n} + a{n} %}}" for n in range(1, 50)).replace("a1 + a1", "1 + 1"), id="sums"
        ),
    ],
)
def test_what_is_only_strange_takes_no_time(tmp_path: Path, text: str) -> None:
    """Text that makes careless readers search forever."""
    began = process_time()
    try:
        check_template(template(tmp_path, f"Text {text}"), DAY, None)
    except TemplateError as error:
        assert "breiter als die Zeile" in error.what  # noqa: PT017 - some of it fits on no line, which is found too
    assert process_time() - began < SECONDS
