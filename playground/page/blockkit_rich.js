// Block Kit's rich text and its two kinds of table.

import { h, link } from "./dom.js";

export function richText(block, names) {
  return (block.elements ?? []).map((element) => RICH[element.type]?.(element, names) ?? "");
}

const list = (element, names) =>
  h(
    element.style === "ordered" ? "ol" : "ul",
    {},
    (element.elements ?? []).map((item) => h("li", {}, ...spans(item, names))),
  );

const RICH = {
  rich_text_section: (element, names) => h("div", {}, ...spans(element, names)),
  rich_text_list: list,
  rich_text_quote: (element, names) => h("blockquote", {}, ...spans(element, names)),
  rich_text_preformatted: (element, names) => h("pre", {}, h("code", {}, ...spans(element, names))),
};

const spans = (element, names) => (element.elements ?? []).map((one) => span(one, names));

function span(element, names) {
  if (element.type === "link") return styled(link(element.url, element.text ?? element.url), element.style);
  if (element.type === "user")
    return h("span", { class: "mention" }, `@${names.user?.(element.user_id) ?? element.user_id}`);
  if (element.type === "channel")
    return h("span", { class: "mention" }, `#${names.channel?.(element.channel_id) ?? element.channel_id}`);
  if (element.type === "broadcast") return h("span", { class: "mention" }, `@${element.range}`);
  if (element.type === "emoji") return element.unicode ? emoji(element.unicode) : `:${element.name}:`;
  return styled(document.createTextNode(element.text ?? ""), element.style);
}

function emoji(unicode) {
  const points = unicode
    .split("-")
    .map((part) => Number.parseInt(part, 16))
    .filter((point) => point > 0 && point < 0x110000);
  return String.fromCodePoint(...points);
}

function styled(node, style = {}) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function cell(content, names) {
  if (content?.type === "rich_text") return richText(content, names);
  if (content?.type === "raw_number") return [content.text ?? String(content.value ?? "")];
  return [content?.text ?? ""];
}

const isNumber = (content) => content?.type === "raw_number";

/** The plain table: no row of it is marked as a header, Slack sets the first one in bold. */
export function table(block, _, desk) {
  const align = (index) => block.column_settings?.[index]?.align ?? "left";
  const [first, ...rest] = block.rows ?? [];
  const row = (tag) => (cells) =>
    h(
      "tr",
      {},
      cells.map((one, index) =>
        h(
          tag,
          { scope: tag === "th" ? "col" : null, class: `align-${align(index)}` },
          ...cell(one, desk.names),
        ),
      ),
    );
  return scrolling(
    "Table",
    h(
      "table",
      { class: "bk-table" },
      first && h("thead", {}, row("th")(first)),
      h("tbody", {}, rest.map(row("td"))),
    ),
  );
}

export function dataTable(block, _, desk) {
  const named = block.row_header_column_index ?? 0;
  const [first, ...rest] = block.rows ?? [];
  const body = rest.map((cells) =>
    h(
      "tr",
      {},
      cells.map((one, index) =>
        h(
          index === named ? "th" : "td",
          { scope: index === named ? "row" : null, class: isNumber(one) ? "align-right" : null },
          ...cell(one, desk.names),
        ),
      ),
    ),
  );
  return scrolling(
    block.caption || "Table",
    h(
      "table",
      { class: "bk-table bk-data" },
      h("caption", {}, block.caption ?? ""),
      first &&
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            first.map((one) => h("th", { scope: "col" }, ...cell(one, desk.names))),
          ),
        ),
      h("tbody", {}, body),
    ),
  );
}

/** A wide table scrolls sideways by itself, by keyboard too. */
const scrolling = (name, inner) =>
  h("div", { class: "bk-table-box", role: "group", tabindex: "0", "aria-label": name }, inner);
