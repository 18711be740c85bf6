// A field for a scanner: it has the focus whenever the page is shown. What a fault left in it is overwritten; what a
// fast scanner has typed before this module came is left alone.

export function start(form) {
  const code = form.elements.code;
  const ready = () => {
    if (document.activeElement !== code) code.focus();
    if (code.value && code.value === code.defaultValue) code.select();
  };
  ready();
  window.addEventListener("pageshow", ready);
  // Choosing a reason is over when it is chosen: the next keystrokes are the scanner's.
  form.elements.reason.addEventListener("change", ready);
}
