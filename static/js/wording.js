// Shows what she changes in the wording while she types: word by word, as consultation/redline.py
// does for everybody else.

// What Python calls space; JavaScript's own \s is not quite the same.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const WORDS = new RegExp(`${SPACE}|[\\p{L}\\p{N}_]+|[^]`, "gu");
const BLANK = new RegExp(`^${SPACE}$`);
// Above this many comparisons the middle is shown as one change; nobody could read it anyway.
const MOST = 1e6;

export const words = (text) => text.match(WORDS) ?? [];

// The runs that turn `before` into `after`, in reading order: [["=", "Vi "], ["+", "alle "], …].
export function redline(before, after) {
  const [a, b] = [words(before), words(after)];
  const steps = [];
  let [start, m, n] = [0, a.length, b.length];
  while (start < m && start < n && a[start] === b[start]) start++;
  const tail = [];
  while (m > start && n > start && a[m - 1] === b[n - 1]) {
    tail.unshift(["=", a[--m]]);
    n--;
  }
  for (const word of a.slice(0, start)) steps.push(["=", word]);
  steps.push(...middle(a.slice(start, m), b.slice(start, n)), ...tail);
  return runs(steps);
}

// Keeps as many words as can be kept, and of several ways takes the one that the server takes.
function middle(a, b) {
  let [i, j] = [a.length, b.length];
  const w = j + 1;
  if (i * j > MOST) return [["-", a.join("")], ["+", b.join("")]];
  const most = new Uint16Array((i + 1) * w); // how many words the first i and the first j share
  for (let x = 1; x <= i; x++)
    for (let y = 1; y < w; y++)
      most[x * w + y] =
        a[x - 1] === b[y - 1]
          ? most[(x - 1) * w + y - 1] + 1
          : Math.max(most[(x - 1) * w + y], most[x * w + y - 1]);
  const steps = [];
  while (i && j) {
    if (most[i * w + j] === most[(i - 1) * w + j]) steps.push(["-", a[--i]]);
    else if (most[i * w + --j] > most[(i - 1) * w + j]) steps.push(["+", b[j]]);
    else steps.push(["=", a[--i]]);
  }
  return [["-", a.slice(0, i).join("")], ["+", b.slice(0, j).join("")], ...steps.reverse()];
}

// A space between two changed words belongs to the change, or it reads in shreds.
function runs(steps) {
  const made = [];
  let [gone, come, same] = ["", "", ""];
  const settle = () => {
    if ((gone || come) && BLANK.test(same)) {
      gone += same;
      come += same;
    } else if (same) {
      made.push(["-", gone], ["+", come], ["=", same]);
      gone = come = "";
    }
    same = "";
  };
  for (const [kind, text] of steps) {
    if (kind === "=") same += text;
    else {
      settle();
      if (kind === "-") gone += text;
      else come += text;
    }
  }
  settle();
  return [...made, ["-", gone], ["+", come]].filter(([, text]) => text);
}

function draw(field) {
  const place = field.form?.querySelector("[data-redline]");
  if (!place) return;
  const { before, deleted, added } = place.dataset;
  const changed = field.value.trim() && field.value.trim() !== before.trim();
  place.hidden = !changed;
  if (!changed) return;
  const shown = redline(before, field.value.trim()).map(([kind, text]) => {
    if (kind === "=") return text;
    const mark = document.createElement(kind === "-" ? "del" : "ins");
    const label = document.createElement("span");
    label.className = "sr-only";
    label.textContent = `${kind === "-" ? deleted : added} `;
    mark.append(label, text);
    return mark;
  });
  place.querySelector("[data-changes]").replaceChildren(...shown);
  tell(place, shown.filter((part) => part.nodeType).length);
}

// How many changes, once she rests: a screen reader is not to talk while she types.
let pause = 0;
function tell(place, count) {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const status = place.querySelector("[role=status]");
    status.textContent = status.dataset.count.replace("0", count);
  }, 2500);
}

let timer = 0;
document.addEventListener("input", ({ target }) => {
  if (target.name !== "proposed_text") return;
  clearTimeout(timer);
  timer = setTimeout(draw, 150, target);
});
const all = () => document.querySelectorAll("[name=proposed_text]").forEach(draw);
document.addEventListener("filled", all);
document.addEventListener("htmx:load", all);
all();
