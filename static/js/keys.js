// The caseworker's keys: J and K move in the queue, O publishes, S chooses to hide.
// Each presses what is on the page, so the page works the same without them.

const desk = document.querySelector("[data-keys]");

const current = () => desk.querySelector('.queue__list [aria-current="true"]')?.closest("li");

const acts = {
  j: () => current()?.nextElementSibling?.querySelector("a").click(),
  k: () => current()?.previousElementSibling?.querySelector("a").click(),
  o: () => {
    desk.querySelector('.decide [value="publish"]').checked = true;
    desk.querySelector(".decide").requestSubmit();
  },
  s: () => {
    desk.querySelector('.decide [value="hide"]').click();
    desk.querySelector(".reasons input").focus();
  },
};

addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=radio])");
  if (!desk || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  acts[event.key.toLowerCase()]?.();
});
