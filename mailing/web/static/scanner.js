// A field for a scanner: it has the focus whenever the page is shown, and what a fault left in it is overwritten.

export function start(form) {
  const code = form.elements.code;
  const ready = () => {
    code.focus();
    code.select();
  };
  ready();
  window.addEventListener("pageshow", ready);
  // Choosing a reason is over when it is chosen: the next keystrokes are the scanner's.
  form.elements.reason.addEventListener("change", ready);
}
