// Pictures of people: their initials on a quiet colour that always stays the same for one name.

import { h } from "./dom.js";

export function initials(name) {
  const words = String(name ?? "?")
    .replace(/[()]/g, "")
    .trim()
    .split(/\s+/);
  const last = words.length > 1 ? words[words.length - 1][0] : "";
  return (words[0]?.[0] ?? "?").toUpperCase() + last.toUpperCase();
}

function tone(name) {
  let sum = 0;
  for (const sign of String(name)) sum = (sum * 31 + sign.codePointAt(0)) % 997;
  return sum % 10;
}

export function avatar(name, { bot = false, className = "" } = {}) {
  const look = bot ? "avatar avatar-bot" : `avatar tone-${tone(name)}`;
  return h("span", { class: `${look} ${className}`, "aria-hidden": "true" }, bot ? "W" : initials(name));
}
