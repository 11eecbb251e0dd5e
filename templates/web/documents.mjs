// The letters of every filing, each to be looked at as it will be printed.
import { button, make, put } from "/assets/element.mjs";
import { ask, fetchFile, language, say, trying, word } from "/assets/server.mjs";

const LANGUAGES = ["ru", "kk", "en"];

/** The letter that was asked for last; one that arrives later than it should is not shown. */
let wanted = 0;

function preview(desk, filing, of) {
  return trying(async (pressed) => {
    wanted += 1;
    const own = wanted;
    const body = { what: "letter", filing: filing.index, language: of, format: "pdf" };
    const { link } = await ask("POST", `/desks/${desk.id}/file`, body);
    const pane = document.getElementById("preview");
    if (own !== wanted || !pane) return;
    const title = word("preview_of", { title: filing.title, subject: filing.subject, language: of });
    const shown = navigator.pdfViewerEnabled === false
      ? make("p", {}, make("a", { href: link, target: "_blank", rel: "noopener" }, word("open_pdf")))
      : make("iframe", { src: `${link}#navpanes=0&view=FitH`, title });
    pane.replaceChildren(make("h2", {}, title), shown,
      make("p", { class: "row" }, button(word("download_docx"), trying(() =>
        fetchFile(`/desks/${desk.id}/file`, { ...body, format: "docx" })), { class: "plain" })));
    document.querySelectorAll("[aria-pressed=true]").forEach((one) => one.setAttribute("aria-pressed", "false"));
    pressed.setAttribute("aria-pressed", "true");
    if (!matchMedia("(min-width: 60rem)").matches) pane.scrollIntoView({ block: "nearest" });
    say(title);
  });
}

function card(desk, filing) {
  const lacks = filing.lacks.length
    ? make("p", { class: "note warning" }, word("filing_lacks", { list: filing.lacks.join(", ") }), " ",
      make("a", { href: `#/desk/${desk.id}/check` }, word("put_right"))) : null;
  return make("li", { class: "filing" },
    make("p", {}, make("strong", {}, filing.subject), make("br"), filing.title),
    make("p", { class: "quiet" }, make("span", { class: `tag ${filing.status}` }, filing.word), " ", filing.due === "–" ? null : word("due_by", { date: filing.due })),
    lacks,
    make("p", { class: "row", role: "group", "aria-label": word("languages_of", { title: filing.title, subject: filing.subject }) },
      LANGUAGES.map((of) => button(of.toUpperCase(), preview(desk, filing, of),
        { class: "plain small", "aria-pressed": "false", "aria-label": `${of.toUpperCase()}, ${word(`in_${of}`)}`, title: word(`in_${of}`) }))));
}

export function show(main, desk) {
  const list = desk.filings;
  const first = list.find((filing) => filing.made);
  put(main,
    make("h1", {}, word("documents_title")),
    make("p", { class: "quiet" }, word("documents_more")),
    make("p", { class: "row" }, make("a", { class: "button", href: `#/desk/${desk.id}/packets` }, word("to_packets"))),
    list.length ? make("div", { class: "two" },
      make("ul", { class: "bare filings" }, list.map((filing) => card(desk, filing))),
      make("section", { id: "preview", class: "card", "aria-label": word("preview") },
        make("p", { class: "quiet" }, word("preview_empty")))) : make("p", { class: "good" }, word("documents_empty")));
  if (first && matchMedia("(min-width: 60rem)").matches) {
    const at = list.indexOf(first);
    main.querySelectorAll(".filing")[at]?.querySelector(`button:nth-of-type(${LANGUAGES.indexOf(language) + 1})`)?.click();
  }
}
