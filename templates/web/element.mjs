// Elements from data. Text is always set as text, never parsed as HTML.

/** An element: `make("p", { class: "quiet" }, "text", child, …)`; a function under `on…` listens. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  return put(element, ...children);
}

/** Puts children behind what an element holds; lists are taken apart, nothing is nothing. */
export function put(parent, ...children) {
  parent.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return parent;
}

/** A button that says that it works while it does. */
export function button(label, act, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    try {
      await act(element);
    } finally {
      element.removeAttribute("aria-busy");
    }
  });
  return element;
}

/** A table that can be scrolled sideways, also by keyboard. */
export function table(label, heads, rows, attributes = {}) {
  const head = make("thead", {}, make("tr", {}, heads.map((text) => make("th", { scope: "col" }, text))));
  return make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": label },
    make("table", attributes, head, make("tbody", {}, rows)));
}
