// The small markdown that Teams knows in cards (bold, italic, links, lists, escapes) as DOM nodes.

import { h, link } from "./dom.js";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", apos: "'" };
const ESCAPED = /\\([!-/:-@[-`{-~])/g;

/** Blocks of a text: paragraphs and lists. One line break inside a paragraph is a space, as in Teams. */
export function markdown(text) {
  const blocks = [];
  for (const part of functions(String(text ?? ""))
    .replace(/\r\n?/g, "\n\n")
    .split(/\n{2,}/)) {
    if (part.trim()) blocks.push(...lists(part));
  }
  return blocks.length === 1 && blocks[0].tagName === "P" ? [...blocks[0].childNodes] : blocks;
}

function lists(part) {
  const blocks = [];
  for (const line of part.split("\n")) {
    const item = /^\s{0,3}(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/.exec(line);
    const kind = item ? (item[1] ? "UL" : "OL") : "P";
    let block = blocks[blocks.length - 1];
    if (!item && block && block.tagName !== "P") {
      block.lastChild.append(" ", ...inline(line.trim()));
      continue;
    }
    if (!block || block.tagName !== kind) {
      block = h(kind.toLowerCase(), kind === "OL" ? { start: item[2] } : {});
      blocks.push(block);
    }
    if (item) block.append(h("li", {}, ...inline(item[3])));
    else block.append(...(block.hasChildNodes() ? [" "] : []), ...inline(line.trim()));
  }
  return blocks;
}

const TOKEN = new RegExp(
  [
    "\\\\([!-/:-@[-`{-~])",
    "\\[((?:\\\\.|[^\\]\\\\])*)\\]\\(\\s*((?:\\\\.|\\([^()\\s]*\\)|[^()\\s\\\\])+)[^)]*\\)",
    "\\*\\*(?=\\S)((?:\\\\.|[^\\\\])+?)(?<=\\S)\\*\\*",
    "(?<![\\p{L}\\p{N}])__(?=\\S)((?:\\\\.|[^\\\\])+?)(?<=\\S)__(?![\\p{L}\\p{N}])",
    "\\*(?=[^\\s*])((?:\\\\.|[^\\\\*])+?)(?<=\\S)\\*",
    "(?<![\\p{L}\\p{N}])_(?=[^\\s_])((?:\\\\.|[^\\\\_])+?)(?<=\\S)_(?![\\p{L}\\p{N}])",
    "~~(?=\\S)((?:\\\\.|[^\\\\])+?)(?<=\\S)~~",
    "`([^`]+)`",
    "&(amp|lt|gt|quot|nbsp|apos|#\\d{1,6});",
    "<at[^>]*>([^<]*)</at>",
  ].join("|"),
  "u",
);

export function inline(text) {
  const nodes = [];
  let rest = text;
  for (let match = TOKEN.exec(rest); match; match = TOKEN.exec(rest)) {
    if (match.index) nodes.push(rest.slice(0, match.index));
    nodes.push(drawn(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(rest);
  return nodes;
}

function drawn(match) {
  const [, escaped, label, address, strong, strong2, em, em2, struck, code, entity, mention] = match;
  if (escaped !== undefined) return escaped;
  if (address !== undefined) return link(address.replace(ESCAPED, "$1"), ...inline(label));
  if (strong ?? strong2) return h("strong", {}, ...inline(strong ?? strong2));
  if (em ?? em2) return h("em", {}, ...inline(em ?? em2));
  if (struck) return h("s", {}, ...inline(struck));
  if (code) return h("code", {}, code);
  if (mention !== undefined) return h("span", { class: "mention" }, mention);
  return entity.startsWith("#")
    ? String.fromCodePoint(Math.min(Number(entity.slice(1)), 0x10ffff))
    : ENTITIES[entity];
}

/** `{{DATE(2026-01-31T09:00:00Z, SHORT)}}` and `{{TIME(…)}}` are evaluated by Teams in the reader's time zone. */
function functions(text) {
  return text.replace(
    /\{\{(DATE|TIME)\(([^,)]+)(?:,\s*(COMPACT|SHORT|LONG))?\)\}\}/g,
    (whole, name, iso, length) => {
      const at = new Date(iso.trim());
      if (Number.isNaN(at.getTime())) return whole;
      if (name === "TIME") return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      const style = { SHORT: "medium", LONG: "full" }[length] ?? "short";
      return new Intl.DateTimeFormat("en-GB", { dateStyle: style }).format(at);
    },
  );
}
