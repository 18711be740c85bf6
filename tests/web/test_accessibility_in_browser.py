"""Every page in every state that it can show, in both languages: nobody is shut out of any (WCAG 2.2 AA, BITV 2.0)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from keyboard import MOST_BYTES, Watch
from office_kit import PASSWORD
from tour_kit import WHO, world_in
from tour_stops import WITHOUT_SIGHT, bare_stops, stops, stranger_stops

from mailing.web.pages import all_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, BrowserContext
    from tour_kit import World
    from tour_stops import Stop


LOOKING = (Path(__file__).parent / "looking.js").read_text("utf-8")
ADDRESSES = {page.path for page in all_pages() if "GET" in page.methods}
SHOWN = ADDRESSES - WITHOUT_SIGHT.keys()
WIDE = {"width": 1280, "height": 900}
MAGNIFIED = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 px at 400 % (WCAG 1.4.10)."""
EXPECTED_OF_A_REFUSAL = "the server responded with a status of 4"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One office for all of these."""
    with world_in(tmp_path_factory.mktemp("tour")) as made:
        yield made


def entered(chromium: Browser, address: str, language: str, **look: Any) -> BrowserContext:
    """Return a browser in which Eva is logged in and reads this language."""
    context = chromium.new_context(locale="de-DE", viewport=WIDE, reduced_motion="reduce", **look)
    context.add_cookies([{"name": "sprache", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/anmelden")
    page.locator("#konto").fill(WHO)
    page.locator("#kennwort").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main button").click()
    page.close()
    return context


def pattern_of(address: str) -> str:
    """Return the page's path as it is laid down, of an address that was shown."""
    path = urlsplit(address).path
    fits = (each for each in sorted(SHOWN, key=lambda each: each.count("{")) if re.fullmatch(_as_regex(each), path))
    return next(fits, path)


def _as_regex(path: str) -> str:
    return re.sub(r"\{\w+(:\w+)?\}", "[^/]+", path)


class Walk:
    """A person who looks at page after page, and what they found wrong.

    In light colours they look at everything; in dark ones at what colours and another language can change.
    """

    def __init__(self, context: BrowserContext, address: str, scheme: str) -> None:
        self.page = context.new_page()
        self.page.add_init_script(AXE_SCRIPT)
        self.page.add_init_script(LOOKING)
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.address, self.is_thorough = address, scheme == "light"
        self.watch = Watch.over(self.page, address)
        self.found: list[str] = []
        self.answers: list[int] = []
        self.page.on("response", lambda answer: self.answers.append(answer.status) if _is_page(answer) else None)
        self.titles: dict[str, set[str]] = {}

    def through(self, all_stops: Iterable[Stop]) -> Walk:
        """Go to each stop and look."""
        for stop in all_stops:
            self._at(stop)
        self.found += [f"asked elsewhere: {each}" for each in self.watch.elsewhere]
        self.found += [each for each in self.watch.complaints if EXPECTED_OF_A_REFUSAL not in each]
        self.page.close()
        return self

    def _at(self, stop: Stop) -> None:
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        self.answers.clear()
        self.page.goto(f"{self.address}{stop.path}")
        self.titles.setdefault(self.page.title(), set()).add(pattern_of(self.page.url))
        if stop.act is not None:
            stop.act(self.page)
        self._tell(stop, "status", [str(each) for each in self.answers[-1:] if each != stop.status])
        self._tell(stop, "bytes", [str(size)] if (size := len(self.page.content().encode())) > MOST_BYTES else [])
        self._look(stop, "broken")
        if self.is_thorough:
            for each in ("positive", "twice", "small", "unfocused"):
                self._look(stop, each)
            self.page.emulate_media(forced_colors="active")
            self._look(stop, "unfocused", "in forced colours")
            self.page.emulate_media(forced_colors="none")
        self.page.set_viewport_size(MAGNIFIED)  # type: ignore[arg-type]
        for each in ("wide", "cut", "small"):
            self._look(stop, each, "magnified")

    def _look(self, stop: Stop, what: str, how: str = "") -> None:
        self._tell(stop, f"{what} {how}".strip(), self.page.evaluate(f"looking.{what}()"))

    def _tell(self, stop: Stop, what: str, found: Iterable[str]) -> None:
        self.found += [f"{stop.name}: {what}: {each}" for each in found]


def _is_page(answer: Any) -> bool:
    return answer.request.resource_type in {"document", "xhr"} and not 300 <= answer.status < 400


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("broken", "<img src='data:,'>"),
        ("broken", "<input>"),
        ("broken", "<h3>zu tief</h3>"),
        ("small", "<button style='height: 20px; padding: 0'>x</button>"),
        ("small", "<p><a href='/'>allein</a></p>"),
        ("unfocused", "<a href='/' style='outline: none'>x</a>"),
        ("unfocused", "<a href='/' style='position: absolute; left: -9999px'>x</a>"),
        ("wide", "<p style='width: 2000px'>x</p>"),
        ("cut", "<p style='overflow: hidden; width: 12em; white-space: nowrap; height: 1em'>einzeilig</p>"),
        ("positive", "<a href='/' tabindex='3'>x</a>"),
        ("twice", "<p id='a'></p><p id='a'></p>"),
    ],
)
def test_what_is_looked_for_is_found(chromium: Browser, check: str, fault: str) -> None:
    """Each on a page that has nothing else wrong."""
    page = chromium.new_page(viewport=WIDE)
    page.add_init_script(AXE_SCRIPT)
    page.add_init_script(LOOKING)
    page.goto("data:text/html,x")
    frame = "<html lang=de><title>x</title><main style='font-size: 16px; line-height: 1.2'><h1>x</h1>{}</main>"
    for content, is_found in ((frame.format(""), False), (frame.format(fault), True)):
        page.set_content(content)
        assert bool(page.evaluate(f"looking.{check}()")) is is_found
    page.close()


def test_what_is_left_out_is_there() -> None:
    """An address that was renamed would be asked of the walk under its new name."""
    assert WITHOUT_SIGHT.keys() <= ADDRESSES


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("en", "dark")])
def test_nobody_is_shut_out_of_any_page(chromium: Browser, world: World, language: str, scheme: str) -> None:
    """By axe, magnified, in forced colours, with one's own spacing; the focus is seen wherever it goes."""
    stranger = chromium.new_context(locale="de-DE", reduced_motion="reduce")
    stranger.add_cookies([{"name": "sprache", "value": language, "url": world.address}])
    bare, full = (entered(chromium, address, language) for address in (world.bare, world.address))
    walks = [
        Walk(stranger, world.address, scheme).through(stranger_stops(world)),
        Walk(bare, world.bare, scheme).through(bare_stops()),
        Walk(full, world.address, scheme).through(stops(world)),
    ]
    for context in (stranger, bare, full):
        context.close()
    found = [each for walk in walks for each in walk.found]
    assert not found, "\n".join(found)
    titles = walks[2].titles
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
    visited = {path for walk in walks for paths in walk.titles.values() for path in paths}
    assert visited >= SHOWN, "a page that nobody looks at: give it a stop, or a reason why it shows nothing"


def test_progress_is_told_to_who_does_not_see_the_bar(chromium: Browser, world: World) -> None:
    """In a live region that is there before anything is said in it."""
    context = entered(chromium, world.address, "de")
    page = context.new_page()
    page.goto(f"{world.address}/vorgaenge/{world.jobs['running']}")
    assert page.get_by_label("Fortschritt").get_attribute("max") == "12"
    page.get_by_role("status").get_by_text("Prüfsummen: 5 von 12").wait_for()
    context.close()


def test_pages_are_printed_black_on_white_without_what_leads_elsewhere(chromium: Browser, world: World) -> None:
    """Also where the screen is dark."""
    context = entered(chromium, world.address, "de", color_scheme="dark")
    page = context.new_page()
    for run_id in (world.runs["made"], world.runs["closed"]):
        page.goto(f"{world.address}/laeufe/{run_id}")
        page.emulate_media(media="print")
        colours = "[...document.querySelectorAll('main *')].map(each => getComputedStyle(each).color)"
        assert set(page.evaluate(colours)) == {"rgb(0, 0, 0)"}
        assert not page.get_by_role("banner").is_visible()
        assert not page.get_by_role("button").count()
    context.close()
