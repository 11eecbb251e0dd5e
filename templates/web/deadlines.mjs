// What has a last day, the most pressing first.
import { button, make, put, table } from "/assets/element.mjs";
import { fetchFile, ask, trying, word } from "/assets/server.mjs";

function line(one) {
  return make("tr", {},
    make("td", { class: "date" }, make("strong", {}, one.due), " ", make("span", { class: "quiet" }, one.left)),
    make("td", {}, one.subject),
    make("td", {}, one.title, one.rule ? make("span", { class: "quiet" }, ` ${one.rule}`) : null),
    make("td", {}, one.authority || one.region),
    make("td", {}, [one.notes, one.exposure ? `${word("fine")}: ${one.exposure}` : ""].filter(Boolean).join("; ")));
}

/** The bands that are shown unfolded: what is late, what is due within a month. */
const PRESSING = ["overdue", "0-7", "8-30"];

/** How much stands in each band, and the way to it. */
function chips(bands) {
  const chip = ({ name, title, count }) => make("li", { class: `chip ${name}` },
    make("a", { href: `#band-${name}`, onclick: (event) => { event.preventDefault(); leap(name); } }, make("b", {}, String(count)), " ", title));
  return make("ul", { class: "chips" }, bands.map(chip));
}

function leap(name) {
  const band = document.getElementById(`band-${name}`);
  band.open = true;
  band.scrollIntoView();
  band.querySelector("summary").focus({ preventScroll: true });
}

export function show(main, desk) {
  const { bands, far } = desk.deadlines;
  const pressing = bands.some(({ name }) => PRESSING.includes(name)) ? PRESSING : bands.map(({ name }) => name);
  const heads = ["due", "subject", "document", "where", "notes"].map((key) => word(`head_${key}`));
  put(main,
    make("h1", {}, word("deadlines_title", { today: desk.today })),
    make("p", { class: "quiet" }, word("deadlines_more")),
    make("p", { class: "row" },
      button(word("download_calendar"), trying(() => fetchFile(`/desks/${desk.id}/file`, { what: "calendar" })), { class: "plain" }),
      button(word("open_board"), trying(async () => {
        const { link } = await ask("POST", `/desks/${desk.id}/file`, { what: "board" });
        window.open(link, "_blank", "noopener");
      }), { class: "plain" }),
      make("a", { class: "button", href: `#/desk/${desk.id}/documents` }, word("to_documents"))),
    chips(bands),
    bands.length ? bands.map((band) => make("details", { class: `band ${band.name}`, id: `band-${band.name}`, "data-key": band.name, open: pressing.includes(band.name) },
      make("summary", {}, make("h2", { class: "what" }, band.title, " ", make("span", { class: "quiet" }, `(${band.count})`))),
      table(band.title, heads, band.lines.map(line), { class: "stack due" }))) : make("p", { class: "good" }, word("deadlines_empty")),
    far ? make("p", { class: "quiet" }, word("deadlines_far", { count: far })) : null,
    desk.later.length ? make("section", {}, make("h2", {}, word("later_title")),
      make("ul", {}, desk.later.map((law) => make("li", {}, make("b", {}, `${law.rule} `), law.text, " ", make("span", { class: "quiet" }, law.source))))) : null);
}
