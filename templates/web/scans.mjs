// Scans beside a roster: sent one by one, shown with whose each is.
import { button, make, put } from "/assets/element.mjs";
import { ask, say, trying, word } from "/assets/server.mjs";

const SCAN = /\.(pdf|png|jpe?g|zip)$/i;
const LIMIT = 100 * 1024 * 1024;

/** Whether a file goes beside a roster, by its name. */
export const isScan = ({ path }) => SCAN.test(path);

/** The files of a drop, with the folders that they lie in. */
export async function dropped(transfer) {
  const roots = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!roots.some((root) => root.isDirectory)) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      found.push({ file: await new Promise((take, fail) => { entry.file(take, fail); }), path: entry.fullPath.slice(1) });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((take, fail) => { reader.readEntries(take, fail); });
      if (some.length === 0) return;
      for (const one of some) await walk(one);
    }
  };
  for (const root of roots) await walk(root);
  return found;
}

/** Sends scans to a desk; resolves to all that lie beside it. */
export async function sendScans(id, files) {
  let scans = null;
  for (const [index, { file, path }] of files.entries()) {
    say(word("scans_sending", { done: index + 1, all: files.length, name: path }));
    const headers = { "X-Otinish-Name": encodeURIComponent(path), "Content-Type": "application/octet-stream" };
    scans = await ask("POST", `/desks/${id}/scans`, file.slice(0, LIMIT + 1), headers);
  }
  return scans;
}

function line(scan) {
  const whose = scan.trouble
    ? make("span", { class: "note warning" }, scan.trouble)
    : make("span", {}, make("strong", {}, scan.whose), `: ${scan.kind}`);
  return make("li", {}, make("span", {}, make("span", { class: "quiet" }, scan.name), make("br"), whose));
}

/** The scans of a desk, and the way to put more. */
export function card(desk, busy) {
  const list = make("div", {});
  const show = (scans) => {
    desk.scans = scans;
    const lost = scans.filter((scan) => scan.trouble);
    const placed = scans.filter((scan) => !scan.trouble);
    const part = (kind, key, lines) => (lines.length
      ? make("details", { class: `group ${kind}`, open: kind === "warning" },
        make("summary", {}, make("span", { class: "what" }, word(key, { count: lines.length }))),
        make("ul", { class: "scans" }, lines.map(line))) : null);
    list.replaceChildren();
    put(list, part("warning", "scans_lost", lost), part("good", "scans_placed", placed),
      scans.length ? button(word("scans_withdraw"), trying(async () => {
        show(await ask("DELETE", `/desks/${desk.id}/scans`));
        document.getElementById("scans").focus();
      }), { class: "plain small" }) : null);
  };
  const input = make("input", { type: "file", id: "scans", class: "unseen", multiple: true, accept: ".pdf,.png,.jpg,.jpeg,.zip" });
  const zone = make("p", { class: "zone-small" }, input, make("label", { for: "scans", class: "button plain" }, word("scans_choose")));
  input.addEventListener("change", trying(async () => {
    const files = [...input.files].map((file) => ({ file, path: file.name }));
    zone.setAttribute("aria-busy", "true");
    try {
      show(await sendScans(desk.id, files));
      say(word("scans_placed", { count: desk.scans.filter((scan) => !scan.trouble).length }));
    } finally {
      zone.removeAttribute("aria-busy");
      input.value = "";
    }
  }));
  show(desk.scans);
  return make("section", { class: "card", "aria-busy": busy ? "true" : null },
    make("h2", {}, word("scans_title")), make("p", { class: "quiet" }, word("scans_more")), zone, list);
}
