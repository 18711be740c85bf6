// The focus goes to what a person must know after an act: the summary of faults, or a message of what was done.
// Where an act leads back to the page that it was done on, and nothing is told there, the focus stays where it was.

const NOTE = "focus";
const JOBS = "/vorgaenge/"; // on the way back from these

export function focusWhatMatters() {
  const left = takeNote();
  addEventListener("submit", (event) => note(event.submitter));
  addEventListener("click", (event) => note(event.target.closest?.(".pages a")));
  if (location.hash) return;
  const element = document.querySelector("[data-focus]") ?? (left && alike(left.key)[left.place]);
  element?.focus();
}

// Of what was pressed only its kind is noted and which of that kind it was: what it says may be personal.
function keyOf(element) {
  return element.form ? `${new URL(element.form.action).pathname} ${element.name}` : element.rel;
}

function alike(key) {
  return [...document.querySelectorAll("main button, main .pages a")].filter((element) => keyOf(element) === key);
}

function note(element) {
  if (!element?.closest("main")) return;
  const key = keyOf(element);
  const told = { path: location.pathname, key, place: alike(key).indexOf(element) };
  sessionStorage.setItem(NOTE, JSON.stringify(told));
}

function takeNote() {
  const told = JSON.parse(sessionStorage.getItem(NOTE));
  if (location.pathname.startsWith(JOBS)) return null;
  sessionStorage.removeItem(NOTE);
  return told?.path === location.pathname ? told : null;
}
