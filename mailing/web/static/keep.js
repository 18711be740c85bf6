// A form whose ticks are kept as they are set, so that turning a page or reloading loses none.
// What is sent is the form itself; without a script its buttons do the same.
export function start(form) {
  let waiting = null;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form), 150);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

async function keep(form) {
  const sent = new FormData(form);
  sent.set("tun", "merken");
  await fetch(form.dataset.keep || form.action, { method: "POST", body: sent, redirect: "manual", keepalive: true });
}
