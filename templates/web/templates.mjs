// The Word templates: look at them, take them to Word, put one's own version in their place.
import { button, make, put } from "/assets/element.mjs";
import { ask, fetchFile, language, say, trying, word } from "/assets/server.mjs";

function line(one) {
  return make("li", {},
    make("strong", {}, one.heading ? `${one.place} («${one.heading}»)` : one.place), " ",
    one.context ? make("code", {}, one.context) : null, " ", one.message,
    make("span", { class: "hint" }, ` → ${one.hint}`));
}

function told(box, { faults, warnings }) {
  box.replaceChildren();
  const part = (kind, title, lines) => (lines.length
    ? make("div", { class: `group ${kind}` }, make("p", {}, make("strong", {}, title)), make("ul", {}, lines.map(line))) : null);
  put(box, part("error", word("template_faults", { count: faults.length }), faults),
    part("warning", word("template_warnings", { count: warnings.length }), warnings));
  say(faults.length ? word("template_faults", { count: faults.length }) : word("template_taken"));
}

/** Whom a template can be looked at with: invented people, and people of the rosters that are open. */
function people(one, rosters) {
  const value = (body) => JSON.stringify(body);
  const invented = one.routes.map(({ route, title }) =>
    make("option", { value: value({ what: "preview", route }), selected: route === "visa" }, title));
  const of = rosters.filter(({ people: all }) => all[one.kind]?.length).map(({ desk, name, people: all }) =>
    make("optgroup", { label: word("template_people", { name }) }, all[one.kind].map(({ filing, subject }) =>
      make("option", { value: value({ what: "person", desk, filing }) }, subject))));
  return make("select", { "aria-label": word("template_with", { title: one.title, language: word(`in_${one.language}`) }) },
    make("optgroup", { label: word("template_invented") }, invented), of);
}

function card(one, rosters, again) {
  const path = `/templates/${one.name}`;
  const result = make("div", { role: "status" });
  const id = `own-${one.name}`;
  const input = make("input", { type: "file", id, class: "unseen", accept: ".docx" });
  input.addEventListener("change", trying(async () => {
    const file = input.files[0];
    if (!file) return;
    say(word("reading", { name: file.name }));
    const answer = await ask("PUT", path, file, { "Content-Type": "application/octet-stream" });
    input.value = "";
    if (answer.faults.length === 0) await again(one.name, answer);
    else told(result, answer);
  }));
  const look = people(one, rosters);
  const preview = trying(async () => {
    const { link } = await ask("POST", `${path}/fetch`, JSON.parse(look.value));
    const title = `${one.title} (${one.language}), ${look.selectedOptions[0].textContent}`;
    const shown = navigator.pdfViewerEnabled === false
      ? make("p", {}, make("a", { href: link, target: "_blank", rel: "noopener" }, word("open_pdf")))
      : make("iframe", { src: `${link}#navpanes=0&view=FitH`, title });
    const pane = document.getElementById("preview");
    if (!pane) return;
    pane.replaceChildren(make("h2", {}, title), shown);
    if (!matchMedia("(min-width: 60rem)").matches) pane.scrollIntoView({ block: "nearest" });
    say(title);
  });
  return make("li", { class: "filing", "data-name": one.name },
    make("p", {}, make("strong", {}, one.title), ` · ${word(`in_${one.language}`)} `,
      make("span", { class: `tag ${one.own ? "filled" : ""}` }, word(one.own ? "template_own" : "template_built_in"))),
    one.routes.length ? make("p", { class: "row" }, look,
      button(word("look"), preview, { class: "plain small", "aria-label": `${word("look")}: ${one.name}` })) : null,
    make("p", { class: "row" },
      button(word("download_docx"), trying(() => fetchFile(`${path}/fetch`, { what: "word" })), { class: "plain small", "aria-label": `${word("download_docx")}: ${one.name}` }),
      make("span", { class: "zone-small" }, input, make("label", { for: id, class: "button plain small" }, word("template_put"), make("span", { class: "unseen" }, ` ${one.name}`))),
      one.own ? button(word("template_back"), trying(async () => {
        await ask("DELETE", path);
        await again();
        say(word("template_back_done"));
      }), { class: "plain small" }) : null),
    result);
}

export async function show(main, name = null, answer = null) {
  const { templates, rosters, kept } = await ask("GET", "/templates");
  const again = (changed, told_) => show(main, changed, told_);
  const order = (one) => (one.language === language ? 0 : 1);
  const sorted = [...templates].sort((a, b) => order(a) - order(b));
  main.replaceChildren();
  put(main, make("h1", {}, word("templates_title")), make("p", { class: "quiet" }, word("templates_more"), " ",
    make("strong", {}, word(kept ? "templates_kept" : "templates_not_kept"))),
    make("div", { class: "two" },
      make("ul", { class: "bare filings" }, sorted.map((one) => card(one, rosters, again))),
      make("section", { id: "preview", class: "card", "aria-label": word("preview") },
        make("p", { class: "quiet" }, word("template_preview_empty")))));
  if (name) {
    const own = main.querySelector(`[data-name="${name}"]`);
    told(own.querySelector("[role=status]"), answer);
    own.scrollIntoView({ block: "nearest" });
    own.querySelector("button, input")?.focus();
  }
}
