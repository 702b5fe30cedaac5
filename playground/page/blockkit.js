// Draws Slack's Block Kit: the blocks of a message, of App Home and of a dialog.

import { freshId, h, link, picture, safeUrl } from "./dom.js";
import { inputElement, isInput } from "./blockkit_inputs.js";
import { dataTable, richText, table } from "./blockkit_rich.js";
import { markdown } from "./markdown.js";
import { menuButton } from "./menu.js";
import { slackText } from "./mrkdwn.js";

/**
 * `desk` is what the surface lends to its blocks: `names`, `press(action, blockId)`, `suggest(element, blockId, query)`,
 * `confirm(object)` and `before` (state.values of an earlier drawing). The fields found while drawing are added to
 * `desk.fields`.
 */
export function drawBlocks(blocks, desk) {
  desk.fields ??= [];
  return (blocks ?? []).map((block, index) => drawBlock(block, block.block_id ?? `b${index}`, desk));
}

/** The surface's `state.values`. */
export function values(desk) {
  const state = {};
  for (const field of desk.fields) (state[field.blockId] ??= {})[field.actionId] = field.read();
  return state;
}

function drawBlock(block, blockId, desk) {
  const draw = BLOCKS[block.type];
  if (draw) return draw(block, blockId, desk);
  return h("div", { class: "unknown" }, `A block of the type “${block.type}” is not drawn here.`);
}

function section(block, blockId, desk) {
  const body = h(
    "div",
    { class: "bk-body" },
    block.text && h("div", { class: "bk-text" }, ...slackText(block.text, desk.names)),
    block.fields &&
      h(
        "div",
        { class: "bk-fields" },
        block.fields.map((field) => h("div", { class: "bk-text" }, ...slackText(field, desk.names))),
      ),
  );
  const side =
    block.accessory &&
    h("div", { class: "bk-accessory" }, drawElement(block.accessory, blockId, desk, words(block.text)));
  return h("div", { class: "bk-section" }, body, side);
}

const words = (object) => (typeof object === "string" ? object : (object?.text ?? ""));

function context(block, _, desk) {
  return h(
    "div",
    { class: "bk-context" },
    (block.elements ?? []).map((element) =>
      element.type === "image"
        ? picture(element.image_url, element.alt_text, "bk-tiny")
        : h("span", { class: "bk-text" }, ...slackText(element, desk.names)),
    ),
  );
}

function image(block) {
  return h(
    "figure",
    { class: "bk-image" },
    block.title && h("figcaption", {}, words(block.title)),
    picture(block.image_url, block.alt_text, "bk-picture"),
  );
}

function input(block, blockId, desk) {
  const element = block.element;
  const [labelId, hintId, errorId, controlId] = ["label", "hint", "error", "input"].map(freshId);
  const grouped = element.type === "radio_buttons" || element.type === "checkboxes";
  const label = {
    id: controlId,
    "aria-describedby": `${block.hint ? `${hintId} ` : ""}${errorId}`,
    "aria-labelledby": labelId,
  };
  if (!block.optional && !grouped) label["aria-required"] = "true";
  const send = block.dispatch_action ? () => press(element, blockId, desk, field) : null;
  const field = lend(element, blockId, desk, { label, changed: send });
  if (!field)
    return h("div", { class: "unknown" }, `An input of the type “${element.type}” is not drawn here.`);
  const error = h("p", { class: "error", id: errorId, hidden: true });
  const node = h(
    "div",
    { class: "bk-input" },
    h(
      grouped ? "div" : "label",
      { class: "label", id: labelId, for: grouped ? null : controlId },
      words(block.label),
      block.optional && h("span", { class: "subtle" }, " (optional)"),
    ),
    field.node,
    error,
    block.hint && h("p", { class: "hint", id: hintId }, ...slackText(block.hint, desk.names)),
  );
  Object.assign(field, { block, errorNode: error, box: node });
  return node;
}

/** Draws an input element and enters it in the surface's list of fields. */
function lend(element, blockId, desk, { label, changed }) {
  const drawn = inputElement(element, {
    label,
    changed,
    names: desk.names,
    before: desk.before?.[blockId]?.[element.action_id],
    suggest: (asked, query) => desk.suggest({ ...asked, block_id: blockId }, blockId, query),
  });
  if (!drawn) return null;
  const field = { ...drawn, element, blockId, actionId: element.action_id };
  desk.fields.push(field);
  return field;
}

async function press(element, blockId, desk, field) {
  const chosen = field ? field.read() : {};
  if (element.confirm && !(await desk.confirm(element.confirm))) return;
  await desk.press({ ...element, ...chosen }, blockId);
}

/** An element outside an input block: a button, a menu, a select that acts at once, a picture. */
function drawElement(element, blockId, desk, about = "") {
  if (element.type === "button") return button(element, blockId, desk);
  if (element.type === "image") return picture(element.image_url, element.alt_text, "bk-thumb");
  if (element.type === "overflow") return overflow(element, blockId, desk);
  if (!isInput(element.type))
    return h("div", { class: "unknown" }, `An element of the type “${element.type}” is not drawn here.`);
  const name = words(element.placeholder) || about || "Choose";
  const field = lend(element, blockId, desk, {
    label: { "aria-label": name },
    changed: () => press(element, blockId, desk, field),
  });
  return field.node;
}

function button(element, blockId, desk) {
  const label = words(element.text);
  const look = {
    class: `bk-button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label ?? null,
    "data-focus": element.action_id ?? label,
  };
  const href = element.url && safeUrl(element.url);
  if (href) {
    const anchor = link(href, label);
    for (const [name, value] of Object.entries(look)) if (value !== null) anchor.setAttribute(name, value);
    anchor.addEventListener("click", () => press(element, blockId, desk));
    return anchor;
  }
  return h(
    "button",
    {
      type: "button",
      ...look,
      onclick: (event) => desk.once(event.currentTarget, () => press(element, blockId, desk)),
    },
    label,
  );
}

function overflow(element, blockId, desk) {
  const items = (element.options ?? []).map((option) => ({
    text: words(option.text),
    description: words(option.description),
    pick: async () => {
      if (option.url && safeUrl(option.url)) window.open(safeUrl(option.url), "_blank", "noopener");
      if (element.confirm && !(await desk.confirm(element.confirm))) return;
      await desk.press({ ...element, selected_option: option }, blockId);
    },
  }));
  return menuButton({
    label: element.accessibility_label ?? "More actions",
    items,
    className: "bk-overflow",
  });
}

const BLOCKS = {
  section,
  context,
  image,
  input,
  table,
  data_table: dataTable,
  header: (block) => h("h4", { class: "bk-header" }, words(block.text)),
  divider: () => h("hr", { class: "bk-divider" }),
  actions: (block, blockId, desk) =>
    h(
      "div",
      { class: "bk-actions" },
      (block.elements ?? []).map((one) => drawElement(one, blockId, desk)),
    ),
  rich_text: (block, _, desk) => h("div", { class: "bk-text" }, ...richText(block, desk.names)),
  markdown: (block) => h("div", { class: "bk-text bk-markdown" }, ...markdown(block.text)),
};
