// The focus goes to what a person must know after an act: the summary of faults, or a message of what was done.

export function focusWhatMatters() {
  const element = document.querySelector("[data-focus]");
  if (element && !location.hash) element.focus();
}
