"""Whether words on a page lie on top of each other, or under a box they have nothing to do with."""

from playwright.sync_api import Page

# Every run of text as the lines it is drawn in, the controls, and the boxes that DKFDS draws
# before a label; then each pair that shares more than a sliver. A line's box is higher than its
# letters, so only its middle counts. What floats above the page on purpose is left out, and so is
# what a scrolling list or a shortened text does not show.
_FIND = """() => {
  const boxes = [];
  const floats = (e) => e.closest("[hidden]") || [...function* () {
    for (let a = e; a; a = a.parentElement) yield getComputedStyle(a).position;
  }()].includes("fixed");
  const shown = (e) => e.checkVisibility({ opacityProperty: false, visibilityProperty: true })
    && !e.closest(".sr-only, .skipnav") && !floats(e);
  const add = (owner, name, r, inset) => {
    const cut = (r.bottom - r.top) * inset;
    const box = { owner, name, l: r.left, r: r.right, t: r.top + cut, b: r.bottom - cut };
    for (let a = owner; a; a = a.parentElement) {
      if (getComputedStyle(a).overflowY === "visible") continue;
      const c = a.getBoundingClientRect();
      [box.t, box.b] = [Math.max(box.t, c.top), Math.min(box.b, c.bottom)];
    }
    if (box.r - box.l > 2 && box.b - box.t > 2) boxes.push(box);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const owner = node.parentElement;
    if (!node.data.trim() || !shown(owner) || owner.closest("textarea, select, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) add(owner, node.data.trim().slice(0, 50), r, 0.25);
  }
  for (const e of document.querySelectorAll("input:not([type=hidden]), textarea, select, .icon")) {
    if (shown(e)) add(e, e.id || e.outerHTML.slice(0, 60), e.getBoundingClientRect(), 0.1);
  }
  for (const label of document.querySelectorAll("label")) {
    const drawn = getComputedStyle(label, "::before");
    if (drawn.content === "none" || drawn.position !== "absolute" || !shown(label)) continue;
    let placed = label;
    while (getComputedStyle(placed).position === "static") placed = placed.parentElement;
    const r = placed.getBoundingClientRect();
    const left = r.left + parseFloat(drawn.left) + parseFloat(drawn.marginLeft);
    const top = r.top + parseFloat(drawn.top) + parseFloat(drawn.marginTop);
    const right = left + parseFloat(drawn.width), bottom = top + parseFloat(drawn.height);
    const name = `the box of ${label.textContent}`;
    add(label.control ?? label, name, { left, right, top, bottom }, 0.1);
  }
  boxes.sort((a, b) => a.t - b.t);
  const found = [];
  boxes.forEach((a, i) => {
    for (let j = i + 1; j < boxes.length && boxes[j].t < a.b - 2; j++) {
      const b = boxes[j];
      if (a.owner === b.owner) continue;
      if (Math.min(a.r, b.r) - Math.max(a.l, b.l) > 2) found.push(`${a.name} / ${b.name}`);
    }
  });
  const wide = document.documentElement.clientWidth;
  const out = boxes.filter((a) => a.l < -1 || a.r > wide + 1).map((a) => `outside: ${a.name}`);
  return { looked_at: boxes.length, found: [...found, ...out] };
}"""


def overlaps(page: Page, at_least: int = 10) -> list[str]:
    """What lies on what, and what lies outside the screen; the page must show something at all."""
    seen = page.evaluate(_FIND)
    assert seen["looked_at"] >= at_least, f"{page.url} shows next to nothing"
    return list(seen["found"])
