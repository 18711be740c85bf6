// A form with a large file: shows how much of it has arrived, takes files that are dropped, and says at once what is too large.
export function start(form) {
  const file = form.querySelector("input[type=file]");
  takeDropped(file);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return; // a double click sends one list
    if (file.files[0]?.size > Number(form.dataset.most)) {
      tell(form, form.dataset.large);
      file.focus();
      return;
    }
    send(form);
  });
}

function takeDropped(file) {
  const area = file.parentElement;
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("is-dropped-on");
  });
  area.addEventListener("dragleave", () => area.classList.remove("is-dropped-on"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("is-dropped-on");
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
}

function send(form) {
  const { label, bar } = shownProgress(form);
  const button = form.querySelector("button:not([type=button])");
  const request = new XMLHttpRequest();
  button.setAttribute("aria-disabled", "true");
  form.setAttribute("aria-busy", "true");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
  });
  request.addEventListener("load", () => arrived(request));
  request.addEventListener("error", () => {
    bar.parentElement.remove();
    button.removeAttribute("aria-disabled");
    form.removeAttribute("aria-busy");
    tell(form, form.dataset.lost);
  });
  label.textContent = form.dataset.sending;
  request.open("POST", form.action);
  request.send(new FormData(form));
}

// The answer is the next page, or this one with what is wrong.
function arrived(request) {
  if (request.status < 400 && request.responseURL) {
    location.assign(request.responseURL);
    return;
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = document.querySelector("main");
  main.replaceWith(document.adoptNode(answer.querySelector("main")));
  for (const element of document.querySelectorAll("main [data-module=upload]")) start(element);
  document.querySelector("[data-focus]")?.focus();
}

function shownProgress(form) {
  const frame = document.createElement("div");
  frame.className = "kern-progress";
  frame.setAttribute("role", "status");
  const label = document.createElement("label");
  label.className = "kern-label";
  label.htmlFor = "hochgeladen";
  const bar = document.createElement("progress");
  bar.id = "hochgeladen";
  frame.append(label, bar);
  form.append(frame);
  return { label, bar };
}

function tell(form, text) {
  form.querySelector("[data-told]")?.remove();
  const told = document.createElement("p");
  told.className = "kern-error";
  told.dataset.told = "";
  told.setAttribute("role", "alert");
  told.textContent = text;
  form.prepend(told);
}
