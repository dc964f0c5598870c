// Copies a paragraph's address. The button is there only where this runs; the number in the margin
// is the same address as a link.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = document.getElementById("told");
  try {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location).href);
    button.textContent = button.dataset.done;
    said.textContent = button.dataset.copied;
  } catch {
    // Not allowed here: she can take it from the address bar.
    history.replaceState(null, "", button.dataset.copy);
    said.textContent = button.dataset.denied;
  }
});

document.querySelectorAll("[data-copy][hidden]").forEach((button) => {
  button.hidden = false;
});
