// Headers that were not recognised: a person says which field a column is, or that it is not used.
import { button, make, put } from "/assets/element.mjs";
import { ask, trying, word } from "/assets/server.mjs";

/** What is chosen for a column that is not used; no field is called so. */
const UNUSED = "-";

function card(desk, header, done) {
  const id = `field-${header.sheet}-${header.cell}`;
  const guess = header.fields.some(({ field }) => field === header.guess) ? header.guess : null;
  const select = make("select", { id, required: true },
    guess ? null : make("option", { value: "", disabled: true, selected: true }, word("column_choose")),
    make("option", { value: UNUSED }, word("column_unused")),
    header.fields.map(({ field, title }) => make("option", { value: field, selected: field === guess }, title)));
  const samples = header.samples.length
    ? make("p", { class: "quiet" }, word("column_samples"), " ", header.samples.map((text) => make("code", {}, text)))
    : null;
  return make("li", { class: "card" },
    make("h2", {}, `${header.sheet}!${header.cell}: «${header.header}»`),
    make("p", {}, header.message), samples,
    make("label", { for: id }, word("column_is")), select,
    button(word("column_take"), trying(async () => {
      if (!select.value) {
        select.focus();
        return;
      }
      const choice = { sheet: header.sheet, cell: header.cell, field: select.value === UNUSED ? null : select.value };
      done(await ask("POST", `/desks/${desk.id}/headers`, [choice]));
    })));
}

/** Columns that are headed as one field: a person says which is the right one. */
function rivals(desk, one, done) {
  const name = `rival-${one.sheet}-${one.field}`;
  const option = (value, label, samples) => make("p", {}, make("label", { class: "tick" },
    make("input", { type: "radio", name, value }), " ", label), " ", samples.map((text) => make("code", {}, text)));
  const form = make("form", {}, make("fieldset", {}, make("legend", {}, word("rivals", { field: one.title })),
    one.columns.map(({ cell, header, samples }) => option(cell, `${one.sheet}!${cell}: «${header}»`, samples)),
    option("", word("rivals_none"), [])),
  make("button", { type: "submit" }, word("column_take")));
  form.addEventListener("submit", trying(async (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked");
    if (!chosen) {
      form.querySelector("input").focus();
      return;
    }
    done(await ask("POST", `/desks/${desk.id}/headers`, one.columns.map(({ cell }) =>
      ({ sheet: one.sheet, cell, field: cell === chosen.value ? one.field : null }))));
  }));
  return make("li", { class: "card" }, make("h2", {}, one.title), form);
}

export function show(main, desk, done) {
  put(main,
    make("h1", {}, word("columns_title")),
    make("p", { class: "quiet" }, word("columns_more")),
    make("ul", { class: "bare" }, desk.rivals.map((one) => rivals(desk, one, done)),
      desk.headers.map((header) => card(desk, header, done))),
    make("p", {}, make("a", { class: "button", href: `#/desk/${desk.id}/check` }, word("columns_next"))));
}
