// The first screen: drop a workbook, or choose it; what is open already.
import { button, make } from "/assets/element.mjs";
import { dropped, isScan, sendScans } from "/assets/scans.mjs";
import { ask, fetchFile, hush, say, tell, trying, word } from "/assets/server.mjs";

const LIMIT = 20 * 1024 * 1024;

/** Sends a workbook, and the scans that came with it, and goes to its desk. */
async function send(file, scans = []) {
  hush();
  say(word("reading", { name: file.name }));
  document.querySelector(".zone")?.setAttribute("aria-busy", "true");
  try {
    const headers = { "X-Otinish-Name": encodeURIComponent(file.name), "Content-Type": "application/octet-stream" };
    const { id } = await ask("POST", "/desks", file.slice(0, LIMIT + 1), headers);
    await sendScans(id, scans);
    location.hash = `#/desk/${id}/check`;
  } catch (failure) {
    say("");
    tell(failure);
  } finally {
    document.querySelector(".zone")?.removeAttribute("aria-busy");
  }
}

const sample = trying(async () => {
  const { id } = await ask("POST", "/desks/sample");
  location.hash = `#/desk/${id}/check`;
});

function zone() {
  const input = make("input", {
    type: "file", id: "file", class: "unseen", accept: ".xlsx,.xlsm,.xls,.xlsb,.ods,.csv",
    onchange: () => input.files[0] && send(input.files[0]).finally(() => { input.value = ""; }),
  });
  return make("div", { class: "zone" },
    make("img", { src: "/assets/icon.svg", alt: "", width: "56", height: "56" }),
    make("h1", {}, word("drop_title")),
    make("p", { class: "quiet" }, word("drop_or")),
    input, make("label", { for: "file", class: "button" }, word("choose_file")),
    make("p", { class: "quiet small" }, word("limits")),
    make("p", { class: "busy" }, word("reading_file")));
}

/** Takes files that are dropped anywhere on the page. */
export function listen() {
  const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const mark = (on) => document.body.classList.toggle("over", on);
  addEventListener("dragenter", (event) => { if (holds(event)) { depth += 1; mark(true); } });
  addEventListener("dragleave", (event) => { if (holds(event)) { depth -= 1; mark(depth > 0); } });
  addEventListener("dragover", (event) => { if (holds(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    depth = 0;
    mark(false);
    dropped(event.dataTransfer).then(take);
  });
}

/** Of what was dropped together, the workbook is a new roster and the scans go with it, or with the open one. */
async function take(files) {
  const [, desk] = /^#\/desk\/([0-9a-f]+)\//.exec(location.hash) ?? [];
  const scans = files.filter(isScan);
  const roster = files.find((one) => !isScan(one));
  if (roster) await send(roster.file, scans);
  else if (desk && scans.length) await enclose(desk, scans);
  else if (files.length) await send(files[0].file);
}

const enclose = trying(async (desk, scans) => {
  await sendScans(desk, scans);
  location.hash = "#/";
  location.hash = `#/desk/${desk}/packets`;
});

function open(desks) {
  if (desks.length === 0) return null;
  return make("section", { class: "card" },
    make("h2", {}, word("open_title")),
    make("ul", { class: "list" }, desks.map((desk) => make("li", {},
      make("a", { href: `#/desk/${desk.id}/check` }, desk.name),
      make("span", { class: "quiet" },
        word("open_counts", { employees: desk.employees, errors: desk.errors, warnings: desk.warnings })),
      button(word("remove"), trying(async () => {
        await ask("DELETE", `/desks/${desk.id}`);
        await show(document.getElementById("main"));
      }), { class: "plain", "aria-label": word("remove_name", { name: desk.name }) })))));
}

export async function show(main) {
  const { desks } = await ask("GET", "/desks");
  main.replaceChildren(
    zone(),
    make("section", { class: "card" },
      make("h2", {}, word("how_title")),
      make("ol", { class: "how" }, [1, 2, 3].map((step) => make("li", {}, word(`how_${step}`)))),
      make("p", {}, button(word("starter"), trying(() => fetchFile("/starter", {})), { class: "plain" })),
      make("p", {}, button(word("sample"), sample, { class: "plain", id: "sample" }), " ",
        make("span", { class: "quiet" }, word("sample_more")))),
    open(desks) ?? make("span"));
}
