// Findings by what is to be done, the rows with findings as a grid to put right, filled values.
import { button, make, put, table } from "/assets/element.mjs";
import { ask, fetchFile, say, trying, word } from "/assets/server.mjs";

const severity = (name) => word(`severity_${name}`);

function chips(counts) {
  const chip = (kind, label, number) =>
    make("li", { class: `chip ${number ? kind : "none"}` }, make("b", {}, String(number)), " ", label);
  return make("ul", { class: "chips" },
    chip("good", word("count_ready"), counts.ready),
    chip("error", word("count_errors"), counts.errors),
    chip("warning", word("count_warnings"), counts.warnings),
    chip("info", word("count_notes"), counts.notes),
    chip("filled", word("count_filled"), counts.filled));
}

/** Goes to the cell in the grid, if it is shown. */
function leap(sheet, cell) {
  const input = [...document.querySelectorAll("input[data-cell]")]
    .find((one) => one.dataset.cell === cell && one.dataset.sheet === sheet);
  input?.focus();
  input?.scrollIntoView({ block: "center" });
  return Boolean(input);
}

/** A list of which no more is named than a person takes in. */
function few(all, between) {
  return all.length > 4 ? word("and_more", { list: all.slice(0, 3).join(between), count: all.length - 3 }) : all.join(between);
}

/** What a group that is folded is about. */
function about({ items: [first], count }) {
  const text = first.subject ? `${first.subject}: ${first.message}` : first.message;
  return count > 1 ? word("and_more", { list: text, count: count - 1 }) : text;
}

function item(one) {
  const place = one.cell
    ? make("button", { type: "button", class: "place", onclick: () => leap(one.sheet, one.cell) }, one.place)
    : make("span", { class: "place" }, one.place || word("whole_file"));
  return make("li", {}, place, " ", one.subject ? make("strong", {}, `${one.subject}: `) : null,
    make("span", {}, one.message), one.hint ? make("span", { class: "hint" }, ` → ${one.hint}`) : null,
    one.blocks.length ? make("span", { class: "quiet" }, ` ${word("holds_back", { list: few(one.blocks, "; ") })}`) : null);
}

function group(one, index) {
  const more = one.count - one.items.length;
  const title = one.hint || one.items[0].message;
  return make("details", { class: `group ${one.severity}`, "data-key": `${one.severity} ${one.code}`, open: index < 3 && one.severity !== "info" },
    make("summary", {},
      make("span", { class: `tag ${one.severity}` }, `${severity(one.severity)} · ${one.count}`),
      make("span", { class: "what" }, title, one.hint ? make("span", { class: "about" }, about(one)) : null),
      make("span", { class: "quiet small" }, one.rule ? `${one.code}, ${one.rule}` : one.code)),
    make("ul", {}, one.items.map(item)),
    more > 0 ? make("p", { class: "quiet" }, word("more", { count: more })) : null);
}

/** Acts go to the server one after the other. */
let queue = Promise.resolve();

function act(desk, done, what) {
  const run = trying(async () => {
    const fresh = await ask("POST", `/desks/${desk.id}/act?from=${desk.grid.from}`, what);
    done(fresh);
    const { errors, warnings } = fresh.counts;
    say(word("rechecked", { errors, warnings }));
  });
  queue = queue.then(run);
  return queue;
}

/** The other cells that held what a corrected one held: the same correction for all, or back for all. */
function alike(desk, done, sheet, one) {
  const place = { sheet: sheet.sheet, cell: one.cell };
  const before = one.read || "–";
  const link = (key, values, what) => button(word(key, values), () => act(desk, done, { ...place, ...what }),
    { class: "link", id: `${key}-${sheet.sheet}!${one.cell}` });
  return [
    one.alike?.open ? make("p", { class: "note" }, word("spread_what", { before, count: one.alike.open }), " ",
      link("spread", {}, { do: "spread" })) : null,
    one.alike?.done ? make("p", { class: "note" },
      link("restore_all", { count: one.alike.done + 1 }, { do: "restore", all: true })) : null,
  ];
}

function input(desk, done, sheet, one, subject, header) {
  const id = `${sheet.sheet}!${one.cell}`;
  const notes = one.findings.map((finding) =>
    make("p", { class: `note ${finding.severity}` }, make("b", {}, `${finding.word}: `), finding.message,
      finding.hint ? make("span", { class: "hint" }, ` → ${finding.hint}`) : null));
  const field = make("input", {
    id, value: one.text, "data-cell": one.cell, "data-sheet": sheet.sheet, autocomplete: "off", spellcheck: "false",
    "aria-label": word("cell_label", { cell: one.cell, header, subject }),
    "aria-invalid": one.findings.some((finding) => finding.severity === "error") ? "true" : null,
    placeholder: one.filled ?? "",
    onchange: (event) =>
      act(desk, done, { do: "type", sheet: sheet.sheet, cell: one.cell, value: event.target.value }),
  });
  if (notes.length) field.setAttribute("aria-describedby", `${id}-notes`);
  const worst = one.findings.map((finding) => finding.severity).find((name) => name === "error")
    ?? one.findings[0]?.severity ?? (one.filled ? "filled" : "");
  return make("td", { class: `cell ${worst || (one.read !== null ? "retyped" : "plain-cell")}` },
    make("span", { class: "address" }, one.cell, make("span", { class: "head" }, ` · ${header}`)), field,
    one.filled ? make("p", { class: "note filled" }, word("cell_filled", { value: one.filled })) : null,
    one.read !== null ? make("p", { class: "note" }, word("cell_before", { value: one.read || "–" }), " ",
      button(word("restore"), () => act(desk, done, { do: "restore", sheet: sheet.sheet, cell: one.cell }),
        { class: "link", "aria-label": word("restore_cell", { cell: one.cell }) })) : null,
    alike(desk, done, sheet, one),
    notes.length ? make("div", { id: `${id}-notes` }, notes) : null);
}

function rows(desk, done) {
  const { grid } = desk;
  if (grid.rows === 0) return make("p", { class: "good" }, word("grid_empty"));
  const tables = grid.sheets.filter((sheet) => sheet.columns.length > 0).map((sheet) => make("div", {},
    make("h3", {}, sheet.sheet),
    table(sheet.sheet, [word("row"), ...sheet.columns], sheet.rows.map((row) => make("tr", {},
      make("th", { scope: "row" }, make("span", { class: "address" }, String(row.row)), " ", row.subject),
      row.cells.map((one, index) => input(desk, done, sheet, one, row.subject, sheet.columns[index])))),
      { class: "grid" })));
  const turn = (from, label) => button(label, trying(async () =>
    done(await ask("GET", `/desks/${desk.id}?from=${from}`))), { class: "plain" });
  const last = Math.min(grid.from + grid.size, grid.rows);
  return make("div", {}, tables, make("p", { class: "row" },
    make("span", { class: "quiet" }, word("rows_shown", { from: grid.from + 1, to: last, all: grid.rows })),
    grid.from > 0 ? turn(Math.max(0, grid.from - grid.size), word("earlier_rows")) : null,
    last < grid.rows ? turn(last, word("later_rows")) : null));
}

function fill(desk, done, one) {
  const place = { sheet: one.sheet, row: one.row, field: one.field };
  const state = one.refused ? word("refused") : one.accepted ? word("accepted") : "";
  const named = (key) => ({ class: "plain small", "aria-label": `${word(key)}: ${one.title}, ${one.subject}` });
  const buttons = one.refused
    ? button(word("restore"), () => act(desk, done, { do: "restore", sheet: one.sheet, cell: one.cell }), named("restore"))
    : [
      one.accepted ? null
        : button(word("accept"), () => act(desk, done, { do: "accept", fills: [place] }), named("accept")),
      " ",
      one.cell && !one.accepted
        ? button(word("refuse"), () => act(desk, done, { do: "refuse", sheet: one.sheet, cell: one.cell }), named("refuse"))
        : null,
    ];
  return make("tr", { class: one.refused ? "refused" : null },
    make("td", { class: "place" }, one.place), make("td", {}, one.subject), make("td", {}, one.title),
    make("td", {}, make("strong", {}, one.value)),
    make("td", {}, one.source, one.from ? make("span", { class: "quiet" }, ` (${one.from}${one.rule ? `, ${one.rule}` : ""})`) : null),
    make("td", {}, make("div", { class: "row" }, state ? make("span", { class: "tag filled" }, state) : null, buttons)));
}

function fills(desk, done) {
  const { items, count } = desk.fills;
  if (count === 0) return make("p", { class: "quiet" }, word("fills_empty"));
  const open = items.filter((one) => !one.accepted && !one.refused);
  const all = open.map(({ sheet, row, field }) => ({ sheet, row, field }));
  return make("div", {},
    make("p", { class: "quiet" }, word("fills_more")),
    table(word("fills_title"), ["place", "subject", "field", "value", "source", "decision"].map((key) => word(`head_${key}`)),
      items.map((one) => fill(desk, done, one)), { class: "stack" }),
    count > items.length ? make("p", { class: "quiet" }, word("more", { count: count - items.length })) : null,
    all.length > 1
      ? button(word("accept_all", { count: all.length }), () => act(desk, done, { do: "accept", fills: all }), { class: "plain" })
      : null);
}

export function show(main, desk, done) {
  const { groups } = desk;
  put(main,
    make("h1", {}, word("check_title", { name: desk.name })),
    make("p", { class: "quiet" }, word("check_read", { employees: desk.counts.employees, dependants: desk.counts.dependants, today: desk.today })),
    chips(desk.counts),
    make("p", { class: "row" },
      button(word("download_completed"), trying(() => fetchFile(`/desks/${desk.id}/file`, { what: "completed" })), { class: "plain" }),
      make("a", { class: "button", href: `#/desk/${desk.id}/deadlines` }, word("to_deadlines"))),
    make("section", {}, make("h2", {}, word("todo_title")),
      groups.length ? groups.map(group) : make("p", { class: "good" }, word("todo_empty"))),
    make("section", {}, make("h2", {}, word("grid_title")), make("p", { class: "quiet" }, word("grid_more")), rows(desk, done)),
    make("section", {}, make("h2", {}, word("fills_title")), fills(desk, done)));
}
