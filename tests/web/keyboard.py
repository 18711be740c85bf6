"""Working in the office by keyboard alone, and what is looked at on each page on the way."""

from __future__ import annotations

import io
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request, Response

PICTURES = Path(__file__).parents[2] / "docs" / "pictures" / "office"
SHOWN = {"spalten", "befunde", "probe", "lauf", "freigabe-lauf", "paket-printed", "vorlage", "stueck", "pruefen-lauf"}
"""The pages of which docs/office.md has pictures."""
WANTS_PICTURES = bool(os.environ.get("MAILING_PICTURES"))
"""Whether the pictures of docs/office.md are made anew."""
MOST_BYTES = 100_000
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NAME = """element => {
    const label = element.labels && element.labels.length ? element.labels[0].textContent : '';
    return (element.getAttribute('aria-label') || label || element.textContent || element.value || '')
        .replace(/\\s+/g, ' ').trim();
}"""
MOST_TABS = 400
SECONDS = 60
MOST_PRESSES = 6


@dataclass
class Watch:
    """What a browser's pages ask for and complain of."""

    host: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, page: Page, address: str) -> Watch:
        """Watch a page from now on."""
        watch = cls(urlsplit(address).netloc)
        page.on("request", watch._asked)
        page.on("response", watch._answered)
        page.on("console", lambda message: watch.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        return watch

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.elsewhere.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.request.resource_type == "document" and response.status == 200:
            told = response.headers.get("content-length")
            if told and int(told) > MOST_BYTES and "html" in response.headers.get("content-type", ""):
                self.large.append(f"{response.url}: {told}")


@dataclass
class Keyboard:
    """Somebody who has no mouse. `seen` is what axe found, by page."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def go_to(self, name: str, kinds: str = "a, button, input, select, textarea, summary") -> None:
        """Press Tab until the thing of this name has the focus."""
        for _tab in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if not focused.count() or not focused.evaluate("(e, kinds) => e.matches(kinds)", kinds):
                continue
            if focused.evaluate(NAME) == name:
                assert focused.evaluate(
                    "e => getComputedStyle(e).outlineStyle !== 'none' || e.matches('input, select')"
                )
                return
        told = self.page.inner_text("main")
        raise AssertionError(f"kein Weg mit der Tabulatortaste zu „{name}“ auf {self.page.url}: {told}")

    def press(self, name: str) -> None:
        """Go to a link or button that leads to a page, and press Enter."""
        self.go_to(name, "a, button")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def open(self, name: str) -> None:
        """Go to what can be folded out, or to a button that stays on its page, and press Enter."""
        self.go_to(name, "summary, button, a")
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a field and type."""
        self.go_to(name, "input, textarea")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose_file(self, name: str, file: Path) -> None:
        """Go to a field for a file, open the choice with the space bar, choose.

        A busy browser may answer before it knows who asks; then nothing opens, and anybody presses again.
        """
        self.go_to(name, "input")
        with self.page.expect_file_chooser(timeout=1000 * SECONDS) as chooser:
            while not chooser.is_done():
                self.page.keyboard.press("Space")
                again = time.monotonic() + SECONDS / MOST_PRESSES
                while not chooser.is_done() and time.monotonic() < again:
                    self.page.wait_for_timeout(50)
        chooser.value.set_files(file)

    def choose(self, name: str, option: str) -> None:
        """Go to a choice and type what is wanted."""
        self.go_to(name, "select")
        self.page.keyboard.type(option)

    def tick_all(self, ending: str) -> int:
        """Tick every box whose label ends so; return how many."""
        number = self.page.locator("input[type=checkbox]").count()
        for _box in range(number):
            for _tab in range(MOST_TABS):
                self.page.keyboard.press("Tab")
                if self.page.evaluate("() => document.activeElement.type === 'checkbox'"):
                    break
            assert self.page.locator(":focus").evaluate(NAME).endswith(ending)
            self.page.keyboard.press("Space")
        return number

    def wait_for(self, is_there: Callable[[str], bool]) -> None:
        """Wait until the browser is at an address, as somebody does before a progress bar."""
        end = time.monotonic() + SECONDS
        while not is_there(self.page.url):
            assert time.monotonic() < end, f"{self.page.url}\n{self.page.inner_text('main')}"
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state()

    def look(self, name: str) -> None:
        """Let axe look at the page, and take its picture where it is one of those that the docs show."""
        self.page.wait_for_load_state("networkidle")
        found: list[dict[str, Any]] = Axe().run(self.page, options=RULES).response["violations"]
        self.seen += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
        assert self.page.locator("h1").count() == 1, self.page.url
        if WANTS_PICTURES and name in SHOWN:
            self.page.evaluate("scrollTo(0, 0)")
            with Image.open(io.BytesIO(self.page.screenshot())) as picture:
                PICTURES.mkdir(parents=True, exist_ok=True)
                picture.convert("RGB").quantize(128).save(PICTURES / f"{name}.png", optimize=True)
