// How far a job is: asked once a second, less often while the server doesn't answer, until the job is over.

const SECOND = 1000;
const LONGEST_WAIT = 10 * SECOND;
const SECONDS_BETWEEN_WORDS = 15; // a screen reader isn't talked to at every number

export function start(element) {
  const bar = element.querySelector("progress");
  const label = element.querySelector("[data-stage]");
  const status = element.querySelector("[data-status]");
  let wait = SECOND;
  let saidAt = 0;
  let saidStage = "";

  // Those who see the bar are told only what it doesn't show: that nobody answers.
  function say(text, isForAll = false) {
    status.classList.toggle("visually-hidden", !isForAll);
    if (status.textContent !== text) status.textContent = text;
  }

  function show(standing) {
    label.textContent = standing.stage;
    element.querySelector("[data-told]").textContent = standing.told;
    element.querySelector("[data-elapsed]").textContent = standing.elapsed;
    if (standing.total) {
      bar.max = standing.total;
      bar.value = Math.min(standing.done, standing.total);
    } else {
      bar.removeAttribute("value");
    }
    if (standing.stage !== saidStage || Date.now() - saidAt > SECONDS_BETWEEN_WORDS * SECOND) {
      saidStage = standing.stage;
      saidAt = Date.now();
      say([standing.stage, standing.told].filter(Boolean).join(": "));
    }
  }

  async function ask() {
    try {
      const answer = await fetch(element.dataset.poll, { cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
        location.reload(); // logged out, or forgotten: the page itself says so
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const standing = await answer.json();
      wait = SECOND;
      if (standing.next) {
        location.replace(standing.next);
        return;
      }
      if (standing.state === "failed" || standing.state === "cancelled") {
        location.reload();
        return;
      }
      show(standing);
    } catch {
      wait = Math.min(wait * 1.5, LONGEST_WAIT);
      saidStage = "";
      say(element.dataset.lost, true);
    }
    setTimeout(ask, wait);
  }

  setTimeout(ask, SECOND / 4);
}
