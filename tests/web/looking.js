// What is looked at on a page besides axe: what a person with a keyboard, a magnifying glass or their own text spacing meets.
(() => {
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true });
  const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  // WCAG 2.5.8: 24 by 24 px; a link in a line of text may be lower.
  function small() {
    const isInText = (element) => {
      if (getComputedStyle(element).display !== "inline") return false;
      const around = element.parentElement.closest("p, li, td, th, dd, span, h1, h2, caption, .kern-body");
      return around !== null && around.textContent.trim() !== element.textContent.trim();
    };
    return all(FOCUSABLE)
      .filter((element) => !element.matches(".skip, [tabindex]:not(a, button)"))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return (width < 23.5 || height < 23.5) && !isInText(element);
      })
      .map(named);
  }

  // WCAG 2.4.7 and 2.4.11: the focus shows as an outline, border or shadow, in sight.
  const outline = (style) => (style.outlineStyle === "none" ? "" : style.outline);
  const look = (element) => [element, element.parentElement, "::before", "::after"]
    .map((which) => (typeof which === "string" ? getComputedStyle(element, which) : getComputedStyle(which)))
    .map((style) => [outline(style), style.boxShadow, style.border, style.backgroundColor].join())
    .join();
  function unfocused() {
    const found = [];
    document.activeElement.blur();
    for (const element of all(FOCUSABLE)) {
      const before = look(element);
      element.focus({ focusVisible: true });
      if (document.activeElement !== element) continue;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const isSeen = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
      if (look(element) === before || !isSeen) found.push(named(element));
      element.blur();
    }
    return found;
  }

  // WCAG 1.4.12: with a reader's own spacing nothing is cut off.
  const SPACED = new CSSStyleSheet();
  SPACED.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  function cut() {
    document.adoptedStyleSheets = [SPACED];
    const found = all("main *, header *").filter((element) => {
      const style = getComputedStyle(element);
      const isClipped = style.overflowX === "hidden" || style.overflowY === "hidden";
      return isClipped && !element.closest(".visually-hidden, svg") && element.textContent.trim()
        && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    }).map(named);
    const tooWide = wide();
    document.adoptedStyleSheets = [];
    return [...found, ...tooWide];
  }

  // WCAG 1.4.10: nobody scrolls sideways, but in a table of its own.
  function wide() {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const guilty = all("body *").filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
    return [`${over} px`, ...guilty.filter((element) => !element.closest(".table")).map(named)];
  }

  const positive = () => all("[tabindex]").filter((element) => element.tabIndex > 0).map(named);
  const twice = () => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
  };
  // The rules of axe, of which only what is broken is told.
  const RULES = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
  async function broken() {
    const { violations } = await axe.run({ runOnly: RULES, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }

  window.looking = { broken, small, unfocused, cut, wide, positive, twice };
})();
