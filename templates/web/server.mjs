// The page's side of the server: the token, the words, requests, and what is told when one fails.
import { make } from "/assets/element.mjs";

export const language = document.documentElement.lang;
const words = JSON.parse(document.getElementById("words").textContent);

/** The words of a key, with `{name}` filled in. */
export function word(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** The token comes once, behind `#` in the address, and is not left there. */
function token() {
  const given = /[#&]token=([0-9a-f]+)/.exec(location.hash);
  if (given) {
    localStorage.setItem("otinish-token", given[1]);
    history.replaceState(null, "", location.pathname + location.search + "#/");
  }
  return localStorage.getItem("otinish-token") ?? "";
}
const TOKEN = token();

/** Why a request failed, in the words of the catalogue. */
export class Failure extends Error {
  constructor(error) {
    super(error.message[language]);
    this.code = error.code;
    this.hint = error.hint[language];
  }
}

const lost = () => new Failure({
  code: "lost", message: { [language]: word("lost") }, hint: { [language]: word("lost_hint") },
});

/** Asks the server; the answer is data, or null where there is none. */
export async function ask(method, path, body = null, headers = {}) {
  const query = `${path.includes("?") ? "&" : "?"}lang=${language}`;
  let answer;
  try {
    answer = await fetch(`/api${path}${query}`, {
      method,
      headers: { "X-Otinish-Token": TOKEN, ...headers },
      body: body === null || body instanceof Blob ? body : JSON.stringify(body),
    });
  } catch {
    throw lost();
  }
  if (answer.status === 204) return null;
  const data = await answer.json().catch(() => null);
  if (!answer.ok) throw data?.error ? new Failure(data.error) : lost();
  return data;
}

/** Tells what went wrong, where a screen reader reads it at once. */
export function tell(failure) {
  const box = document.getElementById("alert");
  if (!(failure instanceof Failure)) throw failure;
  document.title = `${word("error_title")} – Otinish`;
  box.replaceChildren(make("div", { class: "alert" },
    make("p", {}, make("strong", {}, failure.message)), make("p", {}, failure.hint),
    make("button", { type: "button", class: "plain", onclick: hush }, word("close"))));
  box.scrollIntoView({ block: "nearest" });
}

/** Takes the last failure away. */
export function hush() {
  document.getElementById("alert").replaceChildren();
  document.title = "Otinish";
}

/** Says what came of something, for who does not see it. */
export function say(text) {
  document.getElementById("status").textContent = text;
}

/** Does something and tells if it fails. */
export function trying(act) {
  return async (...given) => {
    hush();
    try {
      return await act(...given);
    } catch (failure) {
      tell(failure);
      return undefined;
    }
  };
}

/** Lets the browser save, or show, the file of a link. */
export async function fetchFile(path, body) {
  const { link, name } = await ask("POST", path, body);
  const anchor = make("a", { href: link, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  say(word("saved", { name }));
}

/** Hears server-sent events until the last; what was heard already is not told twice. */
export async function listen(path, wanted, hear) {
  let known = 0;
  let over = false;
  while (wanted() && !over) {
    try {
      const answer = await fetch(`/api${path}`, { headers: { "X-Otinish-Token": TOKEN, "Last-Event-ID": String(known) } });
      if (!answer.ok) throw lost();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const parts = (rest + value).split("\n\n");
        rest = parts.pop();
        for (const part of parts) {
          const id = /^id: (\d+)$/m.exec(part);
          const data = /^data: (.*)$/m.exec(part);
          if (!id || !data) continue;
          known = Number(id[1]);
          const event = JSON.parse(data[1]);
          if (event.error) event.error = new Failure(event.error);
          over = ["done", "stopped", "failed"].includes(event.event);
          if (wanted()) hear(event);
        }
        if (!wanted()) await reader.cancel();
      }
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 2000); });
    }
  }
}
