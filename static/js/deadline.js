// Says that the deadline has passed on a page that was opened before. The server's clock decides:
// it is asked when this computer's own says that the moment is near, and again at the moment.

const HOUR = 3600000;
const MOMENT = /data-deadline="([^"]+)"/;
let late = false;

function pass() {
  late = true;
  document.querySelectorAll("[data-deadline]").forEach((notice) => (notice.hidden = false));
}

// How long until it is too late, by the server, in milliseconds; 0 when it is.
async function left() {
  const page = await fetch(location.pathname, { cache: "no-cache" });
  const deadline = MOMENT.exec(await page.text()); // there is none in a page made after it
  if (!page.ok) throw page.status;
  return deadline ? Date.parse(deadline[1]) - Date.parse(page.headers.get("Date")) : 0;
}

async function ask() {
  let rest;
  try {
    rest = await left();
  } catch {
    return setTimeout(ask, 30000);
  }
  if (rest <= 0) pass();
  // Not everybody in the same moment.
  else setTimeout(ask, Math.min(rest + 500 + 4000 * Math.random(), HOUR));
}

function watch() {
  const notice = document.querySelector("[data-deadline]");
  if (!notice) return;
  const rest = Date.parse(notice.dataset.deadline) - Date.now();
  if (rest < 24 * HOUR) ask();
  else setTimeout(watch, HOUR);
}

watch();
document.addEventListener("late", pass);
document.addEventListener("htmx:load", () => late && pass());
