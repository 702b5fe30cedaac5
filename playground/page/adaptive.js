// Draws Adaptive Cards 1.5 as Microsoft Teams shows them.

import { actionRow, selectable } from "./adaptive_actions.js";
import { cardInput, isCardInput } from "./adaptive_inputs.js";
import { h, link, picture } from "./dom.js";
import { markdown } from "./markdown.js";

/**
 * `desk` is what the surface lends to the card: `act(action, inputs)`, `suggest(query, dataset, inputs)`,
 * `once(button, work)` and `before` (input id → value of an earlier drawing). Gives `{node, inputs}`.
 */
export function drawCard(json, desk) {
  const scope = { desk, inputs: [], parent: null, draw, body };
  const node = h("div", {
    class: json.msteams?.width === "Full" ? "ac-card ac-wide" : "ac-card",
    role: "group",
    "aria-label": json.speak || "Card",
  });
  scope.root = node;
  node.append(...body(json, scope));
  return { node, inputs: scope.inputs };
}

/** The inside of a card: its elements and its row of actions. */
function body(json, scope) {
  const parts = elements(json.body, scope);
  if (json.actions?.length) parts.push(actionRow(json.actions, scope));
  return parts;
}

const elements = (list, scope) => (list ?? []).map((element) => draw(element, scope)).filter(Boolean);

function draw(element, scope) {
  const make = ELEMENTS[element.type] ?? (isCardInput(element.type) ? cardInput : null);
  if (!make) return instead(element, scope);
  const node = make(element, scope);
  node.classList.add("ac", `gap-${(element.spacing ?? "default").toLowerCase()}`);
  if (element.separator) node.classList.add("ac-line");
  if (element.horizontalAlignment) node.classList.add(`align-${element.horizontalAlignment.toLowerCase()}`);
  if (element.isVisible === false) node.hidden = true;
  if (element.id) node.dataset.acId = element.id;
  if (/^\d+px$/.test(element.minHeight ?? "")) node.style.minHeight = element.minHeight;
  if (element.height === "stretch") node.classList.add("ac-tall");
  return node;
}

function instead(element, scope) {
  if (element.fallback && element.fallback !== "drop") return draw(element.fallback, scope);
  if (element.fallback === "drop") return null;
  return h("div", { class: "unknown" }, `An element of the type “${element.type}” is not drawn here.`);
}

const lower = (value, fallback) => String(value ?? fallback).toLowerCase();

function lettering(element, fallback = {}) {
  const names = [
    `size-${lower(element.size, fallback.size ?? "default")}`,
    `weight-${lower(element.weight, fallback.weight ?? "default")}`,
  ];
  if (element.color) names.push(`color-${lower(element.color)}`);
  if (element.isSubtle) names.push("subtle");
  if (lower(element.fontType, "default") === "monospace") names.push("mono");
  return names;
}

function textBlock(element) {
  const heading = element.style === "heading";
  const names = ["ac-text", ...lettering(element, heading ? { size: "large", weight: "bolder" } : {})];
  if (!element.wrap) names.push("ac-nowrap");
  const node = h(
    "div",
    { class: names.join(" "), role: heading ? "heading" : null, "aria-level": heading ? "4" : null },
    ...markdown(element.text),
  );
  if (element.maxLines) {
    node.classList.add("ac-clamp");
    node.style.setProperty("--lines", element.maxLines);
  }
  return node;
}

function richTextBlock(element, scope) {
  return h(
    "div",
    { class: "ac-text ac-rich" },
    (element.inlines ?? []).map((run) => textRun(run, scope)),
  );
}

/** A run is never formatted by its text; only by its properties. */
function textRun(run, scope) {
  if (typeof run === "string") return run;
  const names = lettering(run);
  if (run.italic) names.push("italic");
  if (run.strikethrough) names.push("struck");
  if (run.underline) names.push("underlined");
  if (run.highlight) names.push("marked");
  const node = h("span", { class: names.join(" ") }, run.text ?? "");
  const action = run.selectAction;
  if (action?.type === "Action.OpenUrl") return link(action.url, node);
  return action ? selectable(node, action, scope) : node;
}

function container(element, scope) {
  const node = h("div", { class: boxNames("ac-container", element) }, elements(element.items, scope));
  return element.selectAction ? selectable(node, element.selectAction, scope) : node;
}

function boxNames(name, element) {
  const names = [name];
  if (element.style && element.style !== "default") names.push("ac-boxed", `box-${lower(element.style)}`);
  if (element.bleed) names.push("ac-bleed");
  if (element.verticalContentAlignment) names.push(`middle-${lower(element.verticalContentAlignment)}`);
  return names.join(" ");
}

function columnSet(element, scope) {
  const columns = (element.columns ?? []).map((column) => {
    const node = draw({ ...column, type: "Container" }, scope);
    node.classList.add("ac-column");
    node.style.flex = columnFlex(column.width);
    if (!column.items?.length) node.classList.add("ac-bare");
    return node;
  });
  const node = h("div", { class: boxNames("ac-columns", element) }, columns);
  return element.selectAction ? selectable(node, element.selectAction, scope) : node;
}

function columnFlex(width) {
  if (width === "auto") return "0 1 auto";
  if (typeof width === "string" && width.endsWith("px")) return `0 0 ${width}`;
  const share = Number(width);
  return Number.isFinite(share) && share > 0 ? `${share} 1 0` : "1 1 0";
}

const factSet = (element) =>
  h(
    "dl",
    { class: "ac-facts" },
    (element.facts ?? []).map((fact) => [
      h("dt", {}, ...markdown(fact.title)),
      h("dd", {}, ...markdown(fact.value)),
    ]),
  );

function image(element, scope) {
  const names = `ac-image size-${lower(element.size, "auto")} ${element.style === "person" ? "round" : ""}`;
  const inner = picture(element.url, element.altText, names);
  const node = h("div", { class: "ac-image-box" }, inner);
  return element.selectAction ? selectable(node, element.selectAction, scope) : node;
}

const imageSet = (element, scope) =>
  h(
    "div",
    { class: "ac-images" },
    (element.images ?? []).map((one) =>
      image({ ...one, size: element.imageSize ?? one.size ?? "medium" }, scope),
    ),
  );

function table(element, scope) {
  const header = element.firstRowAsHeaders ?? element.firstRowAsHeader ?? true;
  const rows = element.rows ?? [];
  const shares = (element.columns ?? []).map((column) => Number.parseFloat(column.width ?? 1) || 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const lines = h(
    "table",
    { class: element.showGridLines === false ? "ac-table" : "ac-table gridded" },
    h(
      "colgroup",
      {},
      shares.map((share) => {
        const column = h("col");
        column.style.width = `${(100 * share) / total}%`;
        return column;
      }),
    ),
    rows.map((row, index) =>
      h(
        "tr",
        { class: row.style ? `box-${lower(row.style)}` : null },
        (row.cells ?? []).map((cell) => tableCell(cell, header && index === 0, scope)),
      ),
    ),
  );
  return h("div", { class: "ac-table-box", role: "group", tabindex: "0", "aria-label": "Table" }, lines);
}

function tableCell(cell, heading, scope) {
  const names = [cell.style ? `box-${lower(cell.style)}` : "", heading ? "weight-bolder" : ""]
    .join(" ")
    .trim();
  return h(
    heading ? "th" : "td",
    { scope: heading ? "col" : null, class: names || null },
    elements(cell.items, scope),
  );
}

const ELEMENTS = {
  TextBlock: textBlock,
  RichTextBlock: richTextBlock,
  Container: container,
  ColumnSet: columnSet,
  FactSet: factSet,
  Image: image,
  ImageSet: imageSet,
  Table: table,
  ActionSet: (element, scope) => actionRow(element.actions ?? [], scope),
};
