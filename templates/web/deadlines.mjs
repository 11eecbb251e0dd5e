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

export function show(main, desk) {
  const { bands, far } = desk.deadlines;
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
    bands.length ? bands.map((band) => make("section", { class: `band ${band.name}` },
      make("h2", {}, band.title, " ", make("span", { class: "quiet" }, `(${band.count})`)),
      table(band.title, heads, band.lines.map(line), { class: "stack" }))) : make("p", { class: "good" }, word("deadlines_empty")),
    far ? make("p", { class: "quiet" }, word("deadlines_far", { count: far })) : null,
    desk.later.length ? make("section", {}, make("h2", {}, word("later_title")),
      make("ul", {}, desk.later.map((law) => make("li", {}, make("b", {}, `${law.rule} `), law.text, " ", make("span", { class: "quiet" }, law.source))))) : null);
}
