// Hides what is selected: in the field the button puts [[ ]] around it; D does the same with words
// that are selected in the comment, when they stand there only once.

const button = document.querySelector("[data-mark]");
const field = document.querySelector(".cuts textarea");

function mark(start, end) {
  field.focus();
  field.setSelectionRange(start, end);
  if (start < end) field.setRangeText(`[[${field.value.slice(start, end)}]]`, start, end, "end");
}

if (button && field) {
  button.hidden = false;
  button.addEventListener("click", () => mark(field.selectionStart, field.selectionEnd));
  button.addEventListener("mark", ({ detail }) => {
    const words = detail.trim();
    const start = words ? field.value.indexOf(words) : -1;
    const once = start >= 0 && field.value.indexOf(words, start + 1) < 0;
    if (once && !field.value.slice(0, start).endsWith("[[")) mark(start, start + words.length);
    else mark(0, 0);
  });
}
