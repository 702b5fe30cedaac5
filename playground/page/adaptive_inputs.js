// The inputs of an Adaptive Card, with the check that Teams makes in the client before it sends.

import { freshId, h } from "./dom.js";
import { typeahead } from "./typeahead.js";

export const isCardInput = (type) => type in MAKERS;

/** Draws one input and enters it in the card's list. An input is `{id, read, control, check, node}`; values are strings. */
export function cardInput(element, scope) {
  const [controlId, labelId, errorId] = ["input", "label", "error"].map(freshId);
  const label = { id: controlId, "aria-describedby": errorId, "data-focus": element.id };
  if (element.label) label["aria-labelledby"] = labelId;
  else label["aria-label"] = element.title || element.placeholder || element.id || "Input";
  const start = scope.desk.before?.[element.id] ?? element.value ?? "";
  const made = MAKERS[element.type](element, { label, start: String(start), scope });
  if (element.isRequired && !made.grouped) made.control.setAttribute("aria-required", "true");
  const error = h("p", { class: "error", id: errorId, hidden: true });
  const node = h(
    "div",
    { class: "ac-input" },
    element.label &&
      h(
        made.grouped ? "div" : "label",
        { class: "label", id: labelId, for: made.grouped ? null : controlId },
        element.label,
        element.isRequired && h("span", { class: "must", "aria-hidden": "true" }, " *"),
      ),
    made.node,
    error,
  );
  if (element.id)
    scope.inputs.push({ id: element.id, element, node, error, read: made.read, control: made.control });
  return node;
}

/** The inputs that an action of this card sends: its own and those of the cards around it. */
export function inputsOf(scope) {
  return scope ? [...inputsOf(scope.parent), ...scope.inputs] : [];
}

/** Shows what is wrong beside each input; gives the first wrong one, or undefined. */
export function complain(inputs) {
  for (const input of inputs) {
    const said = objection(input.element, input.read());
    input.error.textContent = said ?? "";
    input.error.hidden = !said;
    input.control.setAttribute("aria-invalid", String(Boolean(said)));
    input.node.classList.toggle("wrong", Boolean(said));
  }
  return inputs.find((input) => !input.error.hidden);
}

function objection(element, value) {
  const empty = value === "" || (element.type === "Input.Toggle" && value !== (element.valueOn ?? "true"));
  if (empty) return element.isRequired ? element.errorMessage || "This is required." : null;
  const number = Number(value);
  const wrong =
    (element.type === "Input.Number" &&
      (Number.isNaN(number) || number < (element.min ?? -Infinity) || number > (element.max ?? Infinity))) ||
    (element.type === "Input.Date" &&
      ((element.min && value < element.min) || (element.max && value > element.max))) ||
    (element.type === "Input.Text" && element.regex && !matches(element.regex, value));
  return wrong ? element.errorMessage || "This does not fit." : null;
}

function matches(pattern, value) {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return true;
  }
}

function text(element, { label, start }) {
  const shared = {
    ...label,
    placeholder: element.placeholder ?? null,
    maxlength: element.maxLength || null,
    autocomplete: "off",
  };
  const type =
    { email: "email", tel: "tel", url: "url", password: "password" }[
      String(element.style ?? "").toLowerCase()
    ] ?? "text";
  const control = element.isMultiline
    ? h("textarea", { ...shared, rows: 3 })
    : h("input", { type, ...shared });
  control.value = start;
  return { control, node: h("div", { class: "field-box" }, control), read: () => control.value };
}

function typed(type) {
  return (element, { label, start }) => {
    const control = h("input", {
      type,
      ...label,
      min: element.min ?? null,
      max: element.max ?? null,
      placeholder: element.placeholder ?? null,
      step: type === "number" ? "any" : null,
    });
    control.value = start;
    return {
      control,
      node: h("div", { class: `field-box ${type}-box` }, control),
      read: () => control.value,
    };
  };
}

function toggle(element, { label, start }) {
  const on = element.valueOn ?? "true";
  const control = h("input", { type: "checkbox", ...label, checked: start === on });
  control.removeAttribute("aria-label");
  const node = h("label", { class: "choice" }, control, h("span", {}, element.title ?? ""));
  return { control, node, read: () => (control.checked ? on : (element.valueOff ?? "false")) };
}

function choiceSet(element, context) {
  if (element.style === "filtered" || element["choices.data"]) return filtered(element, context);
  if (element.style === "expanded" || element.isMultiSelect) return expanded(element, context);
  return compact(element, context);
}

function compact(element, { label, start }) {
  const control = h(
    "select",
    label,
    h("option", { value: "" }, element.placeholder || "Choose"),
    (element.choices ?? []).map((choice) =>
      h("option", { value: choice.value, selected: choice.value === start }, choice.title),
    ),
  );
  return { control, node: h("div", { class: "field-box select-box" }, control), read: () => control.value };
}

function expanded(element, { label, start }) {
  const group = freshId("choice");
  const held = new Set(start.split(","));
  const boxes = (element.choices ?? []).map((choice) =>
    h("input", {
      type: element.isMultiSelect ? "checkbox" : "radio",
      name: group,
      value: choice.value,
      checked: held.has(choice.value),
      "data-focus": `${element.id}:${choice.value}`,
    }),
  );
  const rows = boxes.map((box, index) =>
    h("label", { class: "choice" }, box, h("span", {}, element.choices[index].title)),
  );
  const node = h(
    "div",
    { ...label, role: element.isMultiSelect ? "group" : "radiogroup", class: "choices" },
    rows,
  );
  const read = () =>
    boxes
      .filter((box) => box.checked)
      .map((box) => box.value)
      .join(",");
  return { control: boxes[0] ?? node, node, read, grouped: true };
}

/** Searches the card's own choices, and the app's where the card names a data set; Teams shows at most 15. */
function filtered(element, { label, start, scope }) {
  const own = (element.choices ?? []).map((choice) => ({ text: choice.title, value: choice.value }));
  const query = element["choices.data"];
  const multiple = Boolean(element.isMultiSelect);
  const chosen = (multiple ? start.split(",") : [start]).filter(Boolean);
  const seen = new Map([...own, ...(scope.desk.seen?.[element.id] ?? [])].map((row) => [row.value, row]));
  const source = async (words) => {
    const fitting = own.filter((row) => row.text.toLowerCase().includes(words.toLowerCase()));
    if (!query || !words) return fitting.slice(0, 15);
    const found = await scope.desk.suggest(
      words,
      query,
      Object.fromEntries(inputsOf(scope).map((input) => [input.id, input.read()])),
    );
    for (const row of found) seen.set(row.value, row);
    const taken = new Set(fitting.map((row) => row.value));
    return [...fitting, ...found.filter((row) => !taken.has(row.value))].slice(0, 15);
  };
  const box = typeahead({
    source,
    multiple,
    placeholder: element.placeholder || "Search",
    label,
    selected: chosen.map((value) => seen.get(value) ?? { text: value, value }),
    changed: (rows) => {
      if (scope.desk.seen) scope.desk.seen[element.id] = rows;
    },
  });
  return {
    control: box.input,
    node: box.node,
    read: () =>
      box
        .picked()
        .map((row) => row.value)
        .join(","),
  };
}

const MAKERS = {
  "Input.Text": text,
  "Input.Number": typed("number"),
  "Input.Date": typed("date"),
  "Input.Time": typed("time"),
  "Input.Toggle": toggle,
  "Input.ChoiceSet": choiceSet,
};
