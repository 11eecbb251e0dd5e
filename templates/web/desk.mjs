// Which screen the address asks for, and its frame: the steps, the focus, deleting everything.
import { button, make } from "/assets/element.mjs";
import { ask, fetchFile, hush, tell, trying, word } from "/assets/server.mjs";
import * as drop from "/assets/drop.mjs";
import * as columns from "/assets/columns.mjs";
import * as check from "/assets/check.mjs";
import * as deadlines from "/assets/deadlines.mjs";
import * as documents from "/assets/documents.mjs";
import * as packets from "/assets/packets.mjs";
import * as templates from "/assets/templates.mjs";

const SCREENS = { columns, check, deadlines, documents, packets };
const main = document.getElementById("main");

/** Whether a person still has to say what a column is. */
const undecided = (desk) => desk.headers.length + desk.rivals.length > 0;

function steps(desk, here) {
  const names = Object.keys(SCREENS).filter((name) => name !== "columns" || undecided(desk) || here === "columns");
  return make("nav", { class: "steps", "aria-label": word("steps") }, make("ol", {},
    make("li", {}, make("a", { href: "#/" }, word("step_drop"))),
    names.map((name) => make("li", {}, make("a", {
      href: `#/desk/${desk.id}/${name}`, "aria-current": name === here ? "step" : null,
    }, word(`step_${name}`))))));
}

/** What stands above every screen of a desk: the steps and, where the screen itself does not offer it, the workbook. */
function frame(desk, name) {
  const fetch = trying(() => fetchFile(`/desks/${desk.id}/file`, { what: "completed" }));
  return make("div", { class: "frame" }, steps(desk, name),
    name === "check" ? null : button(word("download_completed"), fetch, { class: "plain small" }));
}

/** What can have the focus on a screen. */
const places = () => [...main.querySelectorAll("a, button, input, select, summary")].filter((one) => one.offsetParent !== null);

/** Shows a desk anew; what is being typed and where stays. Where the button that was pressed is gone, the one that
 * has taken its place has the focus. */
function paint(desk, name) {
  const active = document.activeElement;
  const typed = active?.matches?.("input[data-cell]") && active.value !== active.defaultValue ? active.value : null;
  const id = active?.id;
  const index = places().indexOf(active);
  const open = new Map([...main.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]));
  const scrolls = new Map([...main.querySelectorAll(".wide")].map((one) => [one.getAttribute("aria-label"), one.scrollLeft]));
  const top = scrollY;
  main.replaceChildren(frame(desk, name));
  SCREENS[name].show(main, desk, (fresh) => {
    if (name === "columns" && !undecided(fresh)) location.hash = `#/desk/${desk.id}/check`;
    else paint(fresh, name);
  });
  main.querySelectorAll("details[data-key]").forEach((one) => {
    const was = open.get(one.dataset.key);
    if (was !== undefined) one.open = was;
  });
  main.querySelectorAll(".wide").forEach((one) => { one.scrollLeft = scrolls.get(one.getAttribute("aria-label")) ?? 0; });
  const own = id ? document.getElementById(id) : null;
  const now = places();
  const again = now.includes(own) ? own : now[Math.min(index, now.length - 1)];
  if (again) {
    if (typed !== null && again === own) again.value = typed;
    again.focus({ preventScroll: true });
    scrollTo(0, top);
  }
}

async function route() {
  hush();
  const [, id, name] = /^#\/desk\/([0-9a-f]+)\/(\w+)/.exec(location.hash) ?? [];
  const tab = location.hash.startsWith("#/templates") ? "templates" : "roster";
  document.querySelectorAll("[data-tab]").forEach((one) => {
    if (one.dataset.tab === tab) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  });
  try {
    if (id && SCREENS[name]) {
      const desk = await ask("GET", `/desks/${id}`);
      const asked = name === "check" && undecided(desk) && !sessionStorage.getItem(`columns-${id}`);
      sessionStorage.setItem(`columns-${id}`, "asked");
      if (asked) history.replaceState(null, "", `#/desk/${id}/columns`);
      main.replaceChildren();
      paint(desk, asked ? "columns" : name);
    } else if (tab === "templates") {
      await templates.show(main);
    } else {
      await drop.show(main);
    }
  } catch (failure) {
    main.replaceChildren(make("p", {}, make("a", { class: "button", href: "#/" }, word("to_start"))));
    tell(failure);
  }
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

/** The links to the other languages keep the place. */
function keepPlace() {
  document.querySelectorAll(".languages a").forEach((link) => {
    link.href = `${link.getAttribute("href").split("#")[0]}${location.hash}`;
  });
}

const ask_first = document.getElementById("ask");
document.getElementById("delete-all").addEventListener("click", () => ask_first.showModal());
ask_first.addEventListener("close", trying(async () => {
  if (ask_first.returnValue !== "yes") return;
  ask_first.returnValue = "";
  await ask("DELETE", "/desks");
  if (location.hash === "#/" || location.hash === "") await route();
  else location.hash = "#/";
}));
addEventListener("hashchange", () => { keepPlace(); route(); });
drop.listen();
keepPlace();
route();
