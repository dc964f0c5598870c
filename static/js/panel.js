// Opens a paragraph's page beside the text (wide) or beneath the paragraph (narrow).
// Without this file the same links lead to the paragraph's own page.

const panel = document.getElementById("panel");
const rail = document.getElementById("rail");
const wide = matchMedia("(min-width: 80em)");
let open = null; // the place in the text that the panel belongs to
let opener = null; // the link that focus goes back to
const unsent = new Map(); // by place: what the panel held when she left it with words unsaved

function place() {
  panel.classList.toggle("panel--inline", !wide.matches);
  if (wide.matches) rail.append(panel);
  else if (open) open.querySelector(":scope > .foot-row").after(panel);
}

function mark(host) {
  document.querySelectorAll(".is-on").forEach((element) => element.classList.remove("is-on"));
  host?.classList.add("is-on");
}

const holdsWords = () =>
  [...panel.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue) ||
  [...panel.querySelectorAll("[type=radio]")].some((box) => box.checked !== box.defaultChecked);

function leave() {
  if (!open || !holdsWords()) return;
  const kept = document.createDocumentFragment();
  kept.append(...panel.childNodes);
  unsent.set(open.id, kept);
}

async function show(link) {
  const host = link.closest("[data-place]");
  opener = link;
  if (host !== open || link.hreflang) {
    if (host !== open) history.pushState(null, "", `#${host.id}`);
    await turnTo(host, link);
  }
  if (link.dataset.panel === "write") write();
  else panel.querySelector("h2")?.focus();
}

async function turnTo(host, link) {
  leave();
  open = host;
  mark(open);
  place();
  await fill(link);
}

async function fill(link) {
  panel.hidden = false;
  const kept = unsent.get(open.id);
  unsent.delete(open.id);
  if (kept) {
    panel.replaceChildren(kept);
    return;
  }
  const address = new URL(link.href);
  address.searchParams.set("vis", "panel");
  panel.setAttribute("aria-busy", "true");
  await htmx.ajax("GET", address.pathname + address.search, { target: "#panel" });
  panel.removeAttribute("aria-busy");
}

function write() {
  const compose = panel.querySelector(".compose");
  if (!compose) return;
  compose.open = true;
  compose.querySelector("textarea").focus({ preventScroll: wide.matches });
}

function shut() {
  leave();
  panel.hidden = true;
  mark(null);
  open = null;
}

function close() {
  shut();
  history.pushState(null, "", location.pathname + location.search);
  opener?.focus();
}

// An address with #punkt-4.3e opens the paragraph, and so do the number in the margin and the
// browser's back and forward. The focus stays where the browser puts it: in the text.
async function follow() {
  const asked = document.getElementById(location.hash.slice(1));
  const within = panel.contains(document.activeElement);
  if (asked === open && open) return;
  const link = asked?.matches("[data-place]") && asked.querySelector(":scope > .foot-row > a");
  if (link) {
    opener = link;
    await turnTo(asked, link);
    if (within) panel.querySelector("h2")?.focus();
    if (!wide.matches) asked.scrollIntoView();
  } else if (!location.hash || asked?.matches("[data-place]")) {
    shut();
    mark(asked);
    if (within) opener?.focus();
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-panel]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (link && plain) {
    event.preventDefault();
    show(link);
  } else if (event.target.closest("[data-close]")) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open && panel.contains(document.activeElement)) close();
});

// After a comment is saved or refused, the focus goes to what is said about it.
panel.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== panel) {
    // Another choice of comments: htmx keeps the focus on what is still there.
    if (document.activeElement === document.body) panel.querySelector("#udvalg")?.focus();
  } else if (!panel.hasAttribute("aria-busy")) {
    (panel.querySelector(".error-summary") ?? panel.querySelector("h2"))?.focus();
  }
});
document.body.addEventListener("htmx:sendError", failed);
document.body.addEventListener("htmx:responseError", failed);

// What she has written stays in the form; she is told, and can press again.
function failed(event) {
  if (!panel.contains(event.detail.elt) && event.detail.target !== panel) return;
  let said = panel.querySelector(".notice[role=alert]:not([data-deadline])");
  if (!said) {
    said = document.createElement("p");
    said.className = "notice";
    said.setAttribute("role", "alert");
    panel.prepend(said);
  }
  said.textContent = panel.dataset.failed;
}

wide.addEventListener("change", place);

// From here on the mark is ours to move; :target stays where the page was entered.
document.getElementById("main-content").classList.add("is-live");
addEventListener("popstate", follow);
follow();
