// Opens a paragraph's page beside the text (wide) or beneath the paragraph (narrow).
// Without this file the same links lead to the paragraph's own page.

const panel = document.getElementById("panel");
const rail = document.getElementById("rail");
const wide = matchMedia("(min-width: 80em)");
let open = null; // the place in the text that the panel belongs to
let opener = null; // the link that focus goes back to
const unsent = new Map(); // by place: what the panel held when she left it with words unsaved

// The same words once more where a reload and another page cannot take them.
const shelf = (id) => `unsent ${location.pathname} ${id}`;

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
  if (host !== open) {
    leave();
    open = host;
    mark(open);
    place();
    history.replaceState(null, "", `#${open.id}`);
    await fill(link);
  }
  if (link.dataset.panel === "write") write();
  else panel.querySelector("h2")?.focus();
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
  takeDown();
}

function shelve() {
  const form = panel.querySelector("form");
  if (!open || !form) return;
  if (!holdsWords()) sessionStorage.removeItem(shelf(open.id));
  else sessionStorage.setItem(shelf(open.id), JSON.stringify([...new FormData(form)]));
}

function takeDown() {
  const form = panel.querySelector("form");
  const words = sessionStorage.getItem(shelf(open.id));
  if (!form || !words) return;
  for (const [name, value] of JSON.parse(words)) form.elements[name].value = value;
  panel.querySelector(".compose").open = true;
  const proposal = panel.querySelector(".propose");
  const field = proposal.querySelector("textarea");
  proposal.open = field.value !== field.defaultValue;
}

panel.addEventListener("input", shelve);

function write() {
  const compose = panel.querySelector(".compose");
  if (!compose) return;
  compose.open = true;
  compose.querySelector("textarea").focus({ preventScroll: wide.matches });
}

function close() {
  leave();
  panel.hidden = true;
  mark(null);
  open = null;
  opener?.focus();
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

document.body.addEventListener("draft-changed", () => {
  if (open) sessionStorage.removeItem(shelf(open.id));
});

// After a comment is saved or refused, the focus goes to what is said about it.
panel.addEventListener("htmx:afterSwap", () => {
  if (!panel.hasAttribute("aria-busy")) {
    (panel.querySelector(".error-summary") ?? panel.querySelector("h2"))?.focus();
  }
});
document.body.addEventListener("htmx:sendError", failed);
document.body.addEventListener("htmx:responseError", failed);

// What she has written stays in the form; she is told, and can press again.
function failed(event) {
  if (!panel.contains(event.detail.elt) && event.detail.target !== panel) return;
  let said = panel.querySelector(".notice[role=alert]");
  if (!said) {
    said = document.createElement("p");
    said.className = "notice";
    said.setAttribute("role", "alert");
    panel.prepend(said);
  }
  said.textContent = panel.dataset.failed;
}

wide.addEventListener("change", place);

// An address with #punkt-4.3e marks the paragraph.
const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (asked?.matches("[data-place]")) asked.classList.add("is-on");
