// What pages can do more with a script; all of them work without it.
// Each behaviour is a module of its own that looks for its data- attribute.

import { focusWhatMatters } from "./focus.js";

focusWhatMatters();

// Modules that only some pages need are loaded where an element asks for them: data-module="progress" loads progress.js.
for (const element of document.querySelectorAll("[data-module]")) {
  import(`./${element.dataset.module}.js`).then((module) => module.start(element));
}
