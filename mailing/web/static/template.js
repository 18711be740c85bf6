// A letter's page follows its text: what is typed is sent, the newest page is shown, older answers are let go.

const PAUSE = 60; // ms without a key until the page is asked for
const CALM = 500; // ms until the text is checked: that takes longer than its page

export function start(form) {
  const words = form.dataset;
  const texts = [...form.querySelectorAll("textarea")];
  let latest = texts[0];
  let pageTimer, checkTimer, asked;
  const window_ = crypto.randomUUID?.() ?? String(Math.random()); // so that two windows don't overtake each other
  let changed = false;

  async function send(address, act, signal) {
    const fields = new FormData(form);
    fields.set("tun", act);
    fields.set("fenster", window_);
    const answer = await fetch(address, {
      method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, signal, cache: "no-store",
    });
    return answer.status === 200 ? answer.json() : null;
  }

  async function show(act) {
    clearTimeout(pageTimer);
    asked?.abort();
    const mine = (asked = new AbortController());
    try {
      const page = await send(words.page, act, mine.signal);
      if (page && mine === asked) await showPage(page, act);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  async function showPage(page, act) {
    const picture = form.querySelector("#bild");
    form.querySelector("#stelle").value = page.place;
    form.querySelector("#blatt").value = page.page;
    if (page.picture) {
      const drawn = new Image();
      drawn.src = page.picture;
      await drawn.decode();
      picture.src = page.picture;
      picture.alt = form.querySelector("#seite").dataset.alt;
    }
    form.querySelector("#keine-seite").hidden = Boolean(page.picture);
    picture.hidden = !picture.getAttribute("src");
    form.querySelector("#seite").classList.toggle("template__picture--old", !page.picture);
    form.querySelector("#seitentext").textContent = page.text;
    if (page.name) told(page);
    if (page.faults.length) showFaults(page.faults);
    clearTimeout(checkTimer);
    checkTimer = setTimeout(check, act === "tippen" ? CALM : 0);
    form.dataset.shown = String(Number(form.dataset.shown || 0) + 1);
  }

  function told(page) {
    const text = [page.name, page.sheet].filter(Boolean).join(", ") + (page.reasons ? `: ${page.reasons}` : "");
    const status = form.querySelector("#wer");
    if (status.textContent !== text) status.textContent = text;
  }

  async function check() {
    const found = await send(words.check, "pruefen");
    if (found) showFaults(found.faults);
  }

  function showFaults(faults) {
    const place = form.querySelector("#fehlerliste");
    const inner = document.createElement(faults.length ? "ul" : "p");
    if (!faults.length) inner.textContent = place.dataset.none;
    for (const fault of faults) {
      const item = document.createElement("li");
      const line = fault.line ? `${place.dataset.line} ${fault.line}: ` : "";
      if (fault.field) {
        const link = document.createElement("a");
        link.href = `#${fault.field}`;
        link.dataset.line = fault.line;
        link.textContent = line + fault.what;
        item.append(link);
      } else {
        item.append(fault.where ? `${fault.what} (${fault.where})` : fault.what);
      }
      if (fault.hint) {
        const hint = document.createElement("span");
        hint.className = "quiet";
        hint.textContent = fault.hint;
        item.append(document.createElement("br"), hint);
      }
      inner.append(item);
    }
    const focused = place.contains(document.activeElement) ? document.activeElement.textContent : null;
    place.replaceChildren(inner);
    if (focused) [...place.querySelectorAll("a")].find((link) => link.textContent === focused)?.focus();
  }

  function goToLine(text, number) {
    const lines = text.value.split("\n");
    const from = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(from, from + (lines[number - 1] ?? "").length);
    text.scrollTop = Math.max(0, (text.scrollHeight * (number - 3)) / Math.max(lines.length, 1));
    tellLine(text);
  }

  function tellLine(text) {
    const place = form.querySelector(`[data-line-of="${text.id}"]`);
    const number = text.value.slice(0, text.selectionStart).split("\n").length;
    place.hidden = false;
    place.textContent = `${form.querySelector("#fehlerliste").dataset.line} ${number}`;
  }

  function insert(words_) {
    const before = latest.selectionStart;
    latest.focus();
    latest.setRangeText(words_, before, latest.selectionEnd, "end");
    latest.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const text of texts) {
    text.addEventListener("focus", () => { latest = text; });
    for (const event of ["keyup", "click", "focus"]) text.addEventListener(event, () => tellLine(text));
    text.addEventListener("input", () => {
      changed = true;
      clearTimeout(pageTimer);
      clearTimeout(checkTimer);
      pageTimer = setTimeout(() => show("tippen"), PAUSE);
    });
  }
  for (const field of form.querySelectorAll("[name^='setting/']")) {
    field.addEventListener("input", () => {
      changed = true;
      clearTimeout(pageTimer);
      pageTimer = setTimeout(() => show("tippen"), PAUSE);
    });
  }
  for (const name of form.querySelectorAll("[data-insert]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name.textContent;
    button.addEventListener("click", () => insert(name.dataset.insert));
    name.replaceWith(button);
  }
  form.querySelector("#fehlerliste").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    goToLine(form.querySelector(link.getAttribute("href")), Number(link.dataset.line) || 1);
  });
  for (const chosen of form.querySelectorAll("select")) chosen.addEventListener("change", () => show("zeigen"));
  form.addEventListener("submit", (event) => {
    if (event.submitter && !("show" in event.submitter.dataset)) {
      changed = false;
      return;
    }
    event.preventDefault();
    show(event.submitter?.value ?? "zeigen");
  });
  form.querySelector("#zeile").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    show("zeile");
  });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  check();
  form.dataset.ready = "";
}
