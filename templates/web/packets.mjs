// The packets: begin, watch, end, fetch.
import { button, make, put } from "/assets/element.mjs";
import { card as scans } from "/assets/scans.mjs";
import { ask, fetchFile, listen, say, tell, trying, word } from "/assets/server.mjs";

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

function choice(name, options) {
  return make("fieldset", {}, make("legend", {}, word(`choose_${name}`)), options.map(([value, label]) =>
    make("label", { class: "tick" }, make("input", { type: "checkbox", name, value, checked: true }), " ", label)));
}

const ticked = (form, name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((one) => one.value);

/** A password for the packets, if they are to have one. */
function seal() {
  const input = make("input", {
    type: "password", id: "password", name: "password", autocomplete: "off", spellcheck: "false",
    minlength: "8", maxlength: "99", pattern: "[ -~]*", "aria-describedby": "password-what", title: word("seal_fit"),
  });
  const shown = make("input", { type: "checkbox", onchange: () => { input.type = shown.checked ? "text" : "password"; } });
  // What is folded away is not meant.
  const folded = (event) => { if (!event.target.open) input.value = ""; };
  return make("details", { class: "seal", ontoggle: folded }, make("summary", {}, word("seal_title")),
    make("p", {}, make("label", { for: "password" }, word("seal_password")), " ", input, " ",
      make("label", { class: "tick" }, shown, " ", word("seal_show"))),
    make("p", { class: "quiet", id: "password-what" }, word("seal_fit"), " ", word("seal_what")));
}

function begin(desk, again) {
  const sealing = seal();
  const form = make("form", { class: "card" },
    choice("languages", ["ru", "kk", "en"].map((one) => [one, word(`in_${one}`)])),
    choice("formats", [["pdf", "PDF"], ["docx", "Word (.docx)"]]),
    sealing,
    make("p", {}, make("button", { type: "submit" }, word(again ? "make_again" : "make_packets"))));
  form.addEventListener("submit", trying(async (event) => {
    event.preventDefault();
    const body = { languages: ticked(form, "languages"), formats: ticked(form, "formats") };
    const password = form.querySelector("#password").value;
    if (password) body.password = password;
    if (body.languages.length === 0 || body.formats.length === 0) {
      say(word("choose_one"));
      form.querySelector("input").focus();
      return;
    }
    await ask("POST", `/desks/${desk.id}/packets`, body);
    watch({ ...desk, stale: false });
  }));
  return form;
}

/** What is heard of a run, as a screen. */
class Screen {
  constructor(desk) {
    this.desk = desk;
    this.index = 0;
    this.bar = make("progress", { max: 1, value: 0, "aria-label": word("progress") });
    this.line = make("p", { class: "quiet", "aria-live": "off" }, word("starting"));
    this.stop = button(word("cancel"), trying(() => ask("DELETE", `/desks/${desk.id}/packets`)), { class: "plain" });
    this.head = make("div", { class: "card" }, make("h2", {}, word("making")), this.bar, this.line, make("p", {}, this.stop));
    this.gaps = make("ul", {});
    this.missing = make("details", { class: "group warning", hidden: true },
      make("summary", {}, make("span", { class: "what" })), this.gaps);
    this.list = make("ul", { class: "list" });
    this.names = [];
    this.made = make("section", { class: "card", hidden: true }, make("h2", {}, word("packets_made")), this.list);
    this.root = make("div", { id: "run" }, this.head, this.missing, this.made);
  }

  hear(event) {
    if (event.event === "begun") {
      this.bar.max = Math.max(1, event.packets);
    } else if (event.event === "packet") {
      this.bar.value = event.done;
      this.line.textContent = word("progress_line", { done: event.done, all: event.all, subject: event.subject });
      if (event.packet) this.add(event.packet, event.subject);
      event.gaps.forEach((gap) => this.miss(gap));
      if (event.trouble) this.miss({ place: "", subject: event.subject, document: "", reason: event.trouble });
    } else {
      this.end(event);
    }
  }

  add(packet, subject) {
    const index = this.index;
    this.index += 1;
    // In the order of the roster, whichever was ready first.
    const place = this.names.findIndex((name) => name > packet.name);
    const at = place < 0 ? this.names.length : place;
    this.names.splice(at, 0, packet.name);
    this.made.hidden = false;
    this.list.insertBefore(make("li", {}, make("span", {}, make("strong", {}, subject), make("br"),
      make("span", { class: "quiet" }, `${packet.name} · ${word("packet_holds", { filings: packet.filings, documents: packet.documents })} · ${size(packet.bytes)}`)),
    button(word("download"), trying(() => fetchFile(`/desks/${this.desk.id}/fetch`, { what: "packet", index })),
      { class: "plain", "aria-label": word("download_name", { name: packet.name }) })), this.list.children[at] ?? null);
  }

  miss(gap) {
    this.missing.hidden = false;
    put(this.gaps, make("li", {}, gap.place ? make("span", { class: "place" }, `${gap.place} `) : null,
      make("strong", {}, gap.subject), [gap.document, gap.reason].filter(Boolean).map((text) => `: ${text}`).join("")));
    this.missing.querySelector(".what").textContent = word("not_made", { count: this.gaps.children.length });
  }

  end(event) {
    const { id } = this.desk;
    const fetch = (what) => trying(() => fetchFile(`/desks/${id}/fetch`, { what }));
    const done = event.event === "done";
    if (event.event === "failed") tell(event.error);
    const ended = done && this.index === 0 ? "done_none" : event.event;
    const title = word(ended, { count: this.index });
    if (this.index === 0) this.missing.open = true;
    this.head.replaceChildren();
    put(this.head, make("h2", {}, title),
      this.desk.stale ? make("p", { class: "note warning" }, make("b", {}, word("stale"))) : null, make("p", { class: "row" },
      this.index > 0 ? button(word("download_all"), fetch("all")) : null,
      done ? button(word("open_report"), trying(async () => {
        const { link } = await ask("POST", `/desks/${id}/fetch`, { what: "report" });
        window.open(link, "_blank", "noopener");
      }), { class: "plain" }) : null,
      done ? button(word("download_season"), fetch("season"), { class: "plain" }) : null,
      button(word("download_calendar"), trying(() => fetchFile(`/desks/${id}/file`, { what: "calendar" })), { class: "plain" })),
    done ? make("p", { class: "quiet" }, word("sign_note")) : null);
    say(title);
    document.getElementById("again")?.replaceChildren(begin(this.desk, true));
  }
}

function watch(desk) {
  const screen = new Screen(desk);
  document.getElementById("again").replaceChildren();
  document.getElementById("run").replaceWith(screen.root);
  say(word("starting"));
  const here = () => document.contains(screen.root);
  listen(`/desks/${desk.id}/events`, here, (event) => screen.hear(event));
}

export function show(main, desk) {
  put(main,
    make("h1", {}, word("packets_title")),
    make("p", { class: "quiet" }, word("packets_more", { ready: desk.counts.ready })),
    desk.counts.errors ? make("p", { class: "note warning" }, word("packets_errors", { count: desk.counts.errors }), " ",
      make("a", { href: `#/desk/${desk.id}/check` }, word("put_right"))) : null,
    make("div", { id: "run" }), scans(desk), make("div", { id: "again" }));
  if (desk.run) watch(desk);
  else document.getElementById("again").append(begin(desk, false));
}
