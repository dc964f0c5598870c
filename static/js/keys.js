// The caseworker's keys: J and K move in the queue, O, D and S choose, Enter saves and goes on.
// Each presses what is on the page, so the page works the same without them. They can be turned
// off (WCAG 2.1.4), and the browser remembers it.

const desk = document.querySelector("[data-keys]");
const toggle = desk?.querySelector("[data-keys-off]");
const remembered = "keys-off";
let off = localStorage.getItem(remembered) === "1";

const current = () => desk.querySelector('.queue__list [aria-current="true"]')?.closest("li");
const choose = (value) => desk.querySelector(`.decide [value="${value}"]`);

const acts = {
  j: () => current()?.nextElementSibling?.querySelector("a").click(),
  k: () => current()?.previousElementSibling?.querySelector("a").click(),
  o: () => {
    choose("publish")?.click();
    choose("publish")?.focus();
  },
  d: () => {
    const words = getSelection().toString();
    choose("redact")?.click();
    desk.querySelector("[data-mark]")?.dispatchEvent(new CustomEvent("mark", { detail: words }));
  },
  s: () => {
    choose("hide")?.click();
    desk.querySelector(".reasons input")?.focus();
  },
};

function say() {
  toggle.textContent = off ? toggle.dataset.keysOn : toggle.dataset.keysOff;
  toggle.hidden = false;
}

if (desk) {
  say();
  current()?.scrollIntoView({ block: "nearest" });
  toggle.addEventListener("click", () => {
    off = !off;
    localStorage.setItem(remembered, off ? "1" : "0");
    say();
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (off || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    // The letter is not typed into the field that the act goes to.
    event.preventDefault();
    act();
  });
}
