// Builds elements safely: everything that comes from outside becomes a text node, never markup.

/**
 * `props` are attributes, except `on…` (listeners), `class`, and true/false/null values, which switch an
 * attribute on or leave it away.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

let counter = 0;

/** An id that no other element on this page has. */
export function freshId(prefix = "n") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Only addresses that a chat client would open become links; `javascript:` and its like stay text. */
export function safeUrl(address) {
  try {
    const url = new URL(String(address));
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, ...children) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** The page loads nothing from elsewhere, so a picture with a foreign address is drawn as its description. */
export function picture(address, alt, className) {
  const own = /^data:image\//.test(address ?? "") || (address ?? "").startsWith("/");
  if (own) return h("img", { src: address, alt: alt ?? "", class: className });
  return h(
    "span",
    { class: `${className} picture-off`, role: "img", "aria-label": alt || "picture" },
    alt || "Picture",
  );
}

export const visuallyHidden = (text) => h("span", { class: "vh" }, text);

const FOCUSABLE =
  'a[href],button:not([disabled]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),[tabindex="0"]';

export function focusables(root) {
  return [...root.querySelectorAll(FOCUSABLE)].filter((node) => node.getClientRects().length > 0);
}
