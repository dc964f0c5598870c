// On her response: words to other paragraphs that never reached us, so that she does not send
// without them; and on the receipt, nothing of it is left in the browser.

const prefix = (slug) => `ordet ${slug} `;
const kept = (slug) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix(slug)));
  } catch {
    return [];
  }
};

for (const { dataset } of document.querySelectorAll("[data-forget]"))
  kept(dataset.forget).forEach((key) => localStorage.removeItem(key));

function saved(found, versions) {
  return versions.some((version) => {
    const [tab, step] = version.split(".");
    return tab === found.tab && +step >= +found.step;
  });
}

function list(section) {
  const { leftovers: slug, versions } = section.dataset;
  const model = section.querySelector("li");
  model.remove();
  for (const key of kept(slug)) {
    const ref = key.slice(prefix(slug).length).split(" ")[0];
    if (ref === "svar") continue;
    const found = Object.fromEntries(JSON.parse(localStorage[key]));
    if (saved(found, versions.split(" "))) {
      localStorage.removeItem(key);
      continue;
    }
    const item = model.cloneNode(true);
    const link = item.querySelector("a");
    link.href = link.getAttribute("href").replace("/0/", `/${ref}/`);
    item.querySelector("[data-ref]").textContent = ref.replace(/(\d)(?=[a-z])/, "$1 "); // as Paragraph.ref_shown
    item.querySelector("q").textContent = found.body || found.proposed_text;
    item.querySelector("button").onclick = () => {
      localStorage.removeItem(key);
      item.remove();
      section.hidden = !section.querySelector("li");
      document.querySelector("h1").focus();
    };
    section.querySelector("ul").append(item);
    section.hidden = false;
  }
}

document.querySelectorAll("[data-leftovers]").forEach(list);
