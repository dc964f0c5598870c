// Saves what she writes while she writes it, and says so. What cannot reach the server stays in
// this browser, is tried again, and is offered when she comes back.
// See docs/decisions/0014-words-save-themselves.md.

const PAUSE = 2000; // milliseconds from the first new letter to the save
const LONGEST = 60000; // between two tries
const attached = new WeakSet();

// Not crypto.randomUUID, which a page without HTTPS does not have.
const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
  );

// A browser may refuse to keep anything; then the server alone does.
function shelf(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

function attach(form) {
  if (attached.has(form)) return;
  attached.add(form);
  const { autosave: address, place, unsaved, base: shown, tab: earlier } = form.dataset;
  const tab = earlier || uuid();
  const name = `ordet ${place} `;
  const said = form.querySelector("[data-said]");
  const box = form.querySelector("[data-found]");
  let { key = tab, base = "" } = form.dataset;
  let step = +form.dataset.step || 0;
  let [wait, timer, busy, dirty] = [PAUSE, 0, false, false];

  const say = (text) => said.textContent !== text && (said.textContent = text);
  const fields = () => [...form.elements].filter((f) => f.name && !/hidden|submit/.test(f.type));
  const before = () => form.querySelector("[data-before]")?.dataset.before;
  const touched = () =>
    fields().some((f) => (/radio|checkbox/.test(f.type) ? f.checked !== f.defaultChecked : "defaultValue" in f && f.value !== f.defaultValue));
  const drop = (key = name + tab) => shelf((s) => s.removeItem(key));

  form.addEventListener("formdata", ({ formData }) => {
    for (const [field, value] of Object.entries({ key, tab, step: ++step, base })) formData.set(field, value);
  });

  function changed() {
    dirty = true;
    shelf((s) => s.setItem(name + tab, JSON.stringify([...new FormData(form)])));
    timer ||= setTimeout(save, wait);
  }

  async function save(leaving) {
    if (!dirty || (busy && leaving !== true)) return;
    clearTimeout(timer);
    timer = 0;
    dirty = false;
    busy = true;
    let status = 0;
    let answer = {};
    try {
      const keepalive = leaving === true;
      const sent = await fetch(address, { method: "POST", body: new FormData(form), keepalive });
      ({ status } = sent);
      answer = await sent.json();
    } catch {
      // No network, or a page in place of an answer: told below.
    }
    busy = false;
    if (status === 200) kept(answer);
    else if (answer.said) say(answer.said);
    else {
      dirty = true;
      wait = Math.min(wait * 2, LONGEST);
      say(unsaved);
    }
    if (dirty) timer ||= setTimeout(save, wait);
  }

  function kept(answer) {
    const news = !base !== !answer.version;
    wait = PAUSE;
    base = answer.version || "";
    key = answer.key || key;
    if (!dirty) drop();
    say(answer.said);
    if (news) document.body.dispatchEvent(new Event("draft-changed"));
    if (answer.late) document.dispatchEvent(new Event("late"));
  }

  function put(values) {
    for (const field of fields()) {
      const value = values[field.name];
      if (field.type === "radio") field.checked = value ? value === field.value : field.checked;
      else if (field.type === "checkbox") field.checked = !!value;
      else if (value && !(field.value && /^text$|email/.test(field.type))) field.value = value;
    }
    const wording = form.querySelector(".propose");
    if (wording && wording.querySelector("textarea").value !== before()) wording.open = true;
    form.dispatchEvent(new Event("filled", { bubbles: true }));
  }

  async function begin() {
    let held = {};
    if (shown === undefined && !earlier) {
      try {
        held = await (await fetch(address)).json();
      } catch {
        // What this browser has kept is offered all the same.
      }
      if (held.key && !touched()) {
        ({ key, version: base } = held);
        put(held);
        say(held.said);
      }
    }
    look(held.version || base);
  }

  // Words that an earlier page could not save, one lot at a time.
  function look(version) {
    const [by, step] = version.split(".");
    for (const key of shelf(Object.keys) ?? []) {
      if (!key.startsWith(name) || key === name + tab) continue;
      const found = Object.fromEntries(JSON.parse(localStorage[key]));
      if (found.tab === by && +found.step <= +step) drop(key);
      else return offer(key, found);
    }
    box.hidden = true;
  }

  // Put beneath what stands in the field, so that neither is lost.
  function offer(key, found) {
    const texts = [];
    for (const field of fields().filter((f) => f.type === "textarea")) {
      const [own, theirs] = [field.value, found[field.name]];
      const start = field.name === "proposed_text" ? before() : "";
      if (!theirs || theirs === own || theirs === start) delete found[field.name];
      else {
        texts.push(theirs);
        if (own !== start) found[field.name] = `${own}\n\n${theirs}`;
      }
    }
    const done = () => {
      drop(key);
      look("");
      fields().find((f) => f.type === "textarea").focus();
    };
    if (!texts.length) return drop(key);
    box.querySelector("blockquote").textContent = texts.join("\n\n");
    box.querySelector("[data-discard]").onclick = done;
    box.querySelector("[data-insert]").onclick = () => {
      put(found);
      changed();
      done();
    };
    box.hidden = false;
  }

  form.addEventListener("input", changed);
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    dirty = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && drop());
  // Before the next page is asked for, so that it already shows her words; a form waits for it.
  let leaving = null;
  const elsewhere = ({ target }) => {
    if (target.closest?.("a, button") && target.closest("form") !== form) leaving = save(true);
  };
  document.addEventListener("click", elsewhere, true);
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target === form || !busy || !leaving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.race([leaving, new Promise((late) => setTimeout(late, PAUSE))]);
    leaving = null;
    target.requestSubmit(submitter);
  }, true);
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => document.hidden && save(true));
  addEventListener("online", save);
  // Or the browser puts old words back when she returns, over those the server has.
  form.autocomplete = "off";
  begin();
}

const all = () => document.querySelectorAll("form[data-autosave]").forEach(attach);
all();
document.addEventListener("htmx:load", all);
