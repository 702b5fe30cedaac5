// Slack's mrkdwn as DOM nodes: entities first, then code, then bold, italic and strike as Slack pairs them.

import { h, link } from "./dom.js";

const decode = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

// A mark opens after a space or punctuation and closes before one; it never spans a line.
const edgeBefore = "(?<![\\p{L}\\p{N}])";
const edgeAfter = "(?![\\p{L}\\p{N}])";
const pair = (mark) =>
  `${edgeBefore}[${mark}](?=[^\\s${mark}])([^\\n${mark}]*?[^\\s${mark}])[${mark}]${edgeAfter}`;
const TOKEN = new RegExp(
  ["```([\\s\\S]+?)```", "`([^`\\n]+)`", "<([^<>\\n]+)>", pair("*"), pair("_"), pair("~")].join("|"),
  "u",
);

/** `names` has `user(id)` and `channel(id)`, each giving a name or undefined. */
export function mrkdwn(text, names = {}) {
  const parts = [];
  for (const piece of quoted(String(text ?? ""))) {
    const inner = inline(piece.text, names);
    parts.push(...(piece.quote ? [h("blockquote", {}, ...inner)] : inner));
  }
  return parts;
}

function quoted(text) {
  const pieces = [];
  for (const line of text.split("\n")) {
    const quote = /^(&gt;|>)\s?/.exec(line);
    const shown = quote ? line.slice(quote[0].length) : line;
    const last = pieces[pieces.length - 1];
    if (last && last.quote === Boolean(quote)) last.text += `\n${shown}`;
    else pieces.push({ quote: Boolean(quote), text: shown });
  }
  return pieces;
}

function inline(text, names) {
  const nodes = [];
  let rest = text;
  for (let match = TOKEN.exec(rest); match; match = TOKEN.exec(rest)) {
    nodes.push(...plain(rest.slice(0, match.index)), drawn(match, names));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...nodes, ...plain(rest)];
}

function drawn(match, names) {
  const [, block, code, angle, bold, italic, strike] = match;
  if (block !== undefined) return h("pre", {}, h("code", {}, decode(block.replace(/^\n/, ""))));
  if (code !== undefined) return h("code", {}, decode(code));
  if (angle !== undefined) return reference(angle, names);
  if (bold !== undefined) return h("strong", {}, ...inline(bold, names));
  if (italic !== undefined) return h("em", {}, ...inline(italic, names));
  return h("s", {}, ...inline(strike, names));
}

function reference(inside, names) {
  const [target, label] = inside.split(/\|(.*)/s);
  const shown = label ? decode(label) : null;
  if (target.startsWith("@"))
    return h("span", { class: "mention" }, `@${names.user?.(target.slice(1)) ?? shown ?? target.slice(1)}`);
  if (target.startsWith("#"))
    return h(
      "span",
      { class: "mention" },
      `#${shown || names.channel?.(target.slice(1)) || target.slice(1)}`,
    );
  if (target.startsWith("!date^")) return document.createTextNode(dateText(target, shown));
  if (target.startsWith("!"))
    return h("span", { class: "mention" }, `@${shown?.replace(/^@/, "") ?? target.slice(1)}`);
  return link(decode(target), shown ?? decode(target).replace(/^mailto:/, ""));
}

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date: { year: "numeric", month: "long", day: "numeric" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit" },
};

function dateText(target, fallback) {
  const [, seconds, format] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime()) || !format) return fallback ?? "";
  return decode(format).replace(/\{(\w+?)(_pretty)?\}/g, (whole, name) =>
    DATES[name] ? new Intl.DateTimeFormat("en-GB", DATES[name]).format(at) : whole,
  );
}

function plain(text) {
  return text ? [document.createTextNode(decode(text))] : [];
}

/** A Block Kit text object; `plain_text` is shown exactly as it is written. */
export function slackText(object, names) {
  if (!object) return [];
  if (typeof object === "string") return [object];
  return object.type === "mrkdwn" ? mrkdwn(object.text, names) : [String(object.text ?? "")];
}
