// Shows, while she fills the form in, what readers will see of her. The rules are those of
// Response.public_name and its neighbours.

const form = document.querySelector("form[data-shown]");
const value = (name) => form.elements[name].value.trim();
const put = (part, text) =>
  document.querySelectorAll(`[data-shown-${part}]`).forEach((place) => {
    if (place.textContent !== text) place.textContent = text;
    place.closest("[data-with]").hidden = !text;
  });

function show() {
  const types = form.elements.respondent_type;
  const hidden = form.elements.address_protected.checked;
  const named = form.elements.name_public.checked && !hidden;
  const type = (hidden ? types.options[0] : types.selectedOptions[0]).text;
  put("name", named ? value("name") || form.dataset.shown : type);
  put("type", named ? type : "");
  put("behalf", hidden ? "" : value("on_behalf_of"));
  put("general", value("general"));
  if (value("general")) document.querySelector("[data-sheet]").hidden = false;
}

form?.addEventListener("input", show);
form?.addEventListener("filled", show);
form?.addEventListener("reset", () => setTimeout(show));

// Back from the receipt to a page that the browser kept: what stands there is sent.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// A page that answers a form is one the browser would have to send again to come back to.
history.replaceState(null, "");
