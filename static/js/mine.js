// Marks the paragraphs she has written to, from the bar that is hers alone.

document.body.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "bar") return;
  const bar = target.querySelector("[data-written]");
  const refs = bar?.dataset.written.split(" ") ?? [];
  document.querySelectorAll(".is-mine").forEach((place) => place.classList.remove("is-mine"));
  document.querySelectorAll(".mine").forEach((said) => said.remove());
  for (const ref of refs) {
    const place = document.getElementById(`punkt-${ref}`);
    if (!place) continue;
    place.classList.add("is-mine");
    const said = document.createElement("span");
    said.className = "sr-only mine";
    said.textContent = bar.dataset.mine;
    place.querySelector(".foot-row").prepend(said);
  }
});

// Back to a page that the browser kept as it was: the bar may have changed since.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.body.dispatchEvent(new Event("draft-changed"));
});
