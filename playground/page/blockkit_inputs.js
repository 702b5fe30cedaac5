// Block Kit's input elements: each is drawn, says what it holds in the shape of `state.values`, and checks itself.

import { freshId, h } from "./dom.js";
import { slackText } from "./mrkdwn.js";
import { typeahead } from "./typeahead.js";

const words = (object) => (typeof object === "string" ? object : (object?.text ?? ""));
const flat = (element) => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options ?? []),
];
const asRow = (option) => ({
  text: words(option.text),
  value: option.value,
  description: words(option.description),
  raw: option,
});
const asOption = (row) =>
  row.raw ?? { text: { type: "plain_text", text: row.text, emoji: false }, value: row.value };

/**
 * Draws one input. `label` holds the naming attributes of the control; `before` is what the person had entered in the
 * same field of an earlier drawing; `changed` runs when a choice is made. Gives `{node, control, read}`.
 */
export function inputElement(element, { label, before, changed, suggest, names }) {
  const draw = ELEMENTS[element.type];
  return draw ? draw(element, { label, before, changed, suggest, names }) : null;
}

export const isInput = (type) => type in ELEMENTS;

function text(type, props = {}) {
  return (element, { label, before, changed }) => {
    const shared = {
      ...label,
      ...props,
      placeholder: words(element.placeholder) || null,
      maxlength: element.max_length ?? null,
      "data-focus": element.action_id,
      autocomplete: "off",
      onchange: changed,
    };
    const control = element.multiline
      ? h("textarea", { ...shared, rows: 4 })
      : h("input", { type: "text", ...shared });
    control.value = before ? (before.value ?? "") : (element.initial_value ?? "");
    const node = h(
      "div",
      { class: "field-box" },
      control,
      element.max_length && counter(control, element.max_length),
    );
    return { node, control, read: () => ({ type, value: control.value || null }) };
  };
}

function counter(control, limit) {
  const left = h("span", { class: "counter", "aria-hidden": "true" });
  const show = () => {
    const rest = limit - control.value.length;
    left.textContent = rest <= Math.max(20, limit / 10) ? String(rest) : "";
  };
  control.addEventListener("input", show);
  show();
  return left;
}

function staticSelect(element, { label, before, changed }) {
  const options = flat(element);
  const start = before ? before.selected_option : element.initial_option;
  const option = (one) =>
    h(
      "option",
      { value: String(options.indexOf(one)), selected: one.value === start?.value },
      words(one.text),
    );
  const control = h(
    "select",
    { ...label, "data-focus": element.action_id, onchange: changed },
    h("option", { value: "" }, words(element.placeholder) || "Choose an option"),
    (element.options ?? []).map(option),
    (element.option_groups ?? []).map((group) =>
      h("optgroup", { label: words(group.label) }, group.options.map(option)),
    ),
  );
  const chosen = () => (control.value === "" ? null : options[Number(control.value)]);
  return {
    node: h("div", { class: "field-box select-box" }, control),
    control,
    read: () => ({ type: element.type, selected_option: chosen() }),
  };
}

function searching(element, { label, before, changed, suggest }) {
  const multiple = element.type.startsWith("multi_");
  const local = flat(element).map(asRow);
  const external = element.type.endsWith("external_select");
  const start = multiple
    ? ((before ? before.selected_options : element.initial_options) ?? [])
    : [before ? before.selected_option : element.initial_option].filter(Boolean);
  const source = external
    ? (query) => suggest(element, query)
    : async (query) => local.filter((row) => row.text.toLowerCase().includes(query.toLowerCase()));
  const box = typeahead({
    source,
    multiple,
    selected: start.map(asRow),
    changed,
    placeholder: words(element.placeholder) || "Choose an option",
    minQuery: external ? (element.min_query_length ?? 3) : 0,
    label: { ...label, "data-focus": element.action_id },
  });
  const read = () => {
    const options = box.picked().map(asOption);
    return multiple
      ? { type: element.type, selected_options: options }
      : { type: element.type, selected_option: options[0] ?? null };
  };
  return { node: box.node, control: box.input, read };
}

function choices(kind) {
  return (element, { label, before, changed, names }) => {
    const group = freshId("choice");
    const start =
      kind === "radio"
        ? [before ? before.selected_option : element.initial_option]
        : ((before ? before.selected_options : element.initial_options) ?? []);
    const held = new Set(start.filter(Boolean).map((option) => option.value));
    const boxes = flat(element).map((option) => {
      const box = h("input", {
        type: kind,
        name: group,
        checked: held.has(option.value),
        onchange: changed,
        "data-focus": `${element.action_id}:${option.value}`,
      });
      return {
        option,
        box,
        row: h(
          "label",
          { class: "choice" },
          box,
          h(
            "span",
            {},
            ...slackText(option.text, names),
            option.description &&
              h("span", { class: "subtle block" }, ...slackText(option.description, names)),
          ),
        ),
      };
    });
    const { required, ...naming } = label;
    const node = h(
      "div",
      { ...naming, role: kind === "radio" ? "radiogroup" : "group", class: "choices" },
      boxes.map((one) => one.row),
    );
    const picked = () => boxes.filter((one) => one.box.checked).map((one) => one.option);
    const read = () =>
      kind === "radio"
        ? { type: element.type, selected_option: picked()[0] ?? null }
        : { type: element.type, selected_options: picked() };
    return { node, control: boxes[0]?.box ?? node, read };
  };
}

function moment(kind, from, to) {
  return (element, { label, before, changed }) => {
    const control = h("input", { type: kind, ...label, "data-focus": element.action_id, onchange: changed });
    control.value = (before ? before[to] : element[from]) ?? "";
    return {
      node: h("div", { class: "field-box date-box" }, control),
      control,
      read: () => ({ type: element.type, [to]: control.value || null }),
    };
  };
}

const ELEMENTS = {
  plain_text_input: text("plain_text_input"),
  email_text_input: text("email_text_input", { inputmode: "email" }),
  url_text_input: text("url_text_input", { inputmode: "url" }),
  number_input: text("number_input", { inputmode: "decimal" }),
  static_select: staticSelect,
  external_select: searching,
  multi_static_select: searching,
  multi_external_select: searching,
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
  datepicker: moment("date", "initial_date", "selected_date"),
  timepicker: moment("time", "initial_time", "selected_time"),
};

const held = (payload) =>
  payload.value ?? payload.selected_option ?? payload.selected_date ?? payload.selected_time ?? null;

/** What Slack's own client objects to before anything is sent, as a sentence, or null. */
export function objection(block, element, payload) {
  const empty = payload.selected_options ? payload.selected_options.length === 0 : held(payload) === null;
  if (empty) return block.optional ? null : "Please complete this required field.";
  const value = payload.value ?? "";
  if (element.min_length && value.length < element.min_length)
    return `Please write at least ${element.min_length} characters.`;
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return "Please enter a valid e-mail address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+$/.test(value))
    return "Please enter a valid web address.";
  if (element.type === "number_input") return numberObjection(element, value);
  if (element.max_selected_items && payload.selected_options.length > element.max_selected_items) {
    return `Please choose at most ${element.max_selected_items}.`;
  }
  return null;
}

function numberObjection(element, value) {
  const number = Number(value);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
