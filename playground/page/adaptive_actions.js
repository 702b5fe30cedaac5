// The actions of an Adaptive Card: buttons, hidden cards, links, and the check of the inputs before anything is sent.

import { freshId, h, link, safeUrl } from "./dom.js";
import { complain, inputsOf } from "./adaptive_inputs.js";
import { menuButton } from "./menu.js";

const KNOWN = new Set([
  "Action.Execute",
  "Action.Submit",
  "Action.OpenUrl",
  "Action.ShowCard",
  "Action.ToggleVisibility",
]);

/** A row of buttons; secondary actions stand behind "…", cards shown by a button open below the row. */
export function actionRow(actions, scope) {
  const known = actions.map(orFallback).filter(Boolean);
  const row = h("div", { class: "ac-actions" });
  const below = h("div", { class: "ac-shown" });
  row.append(
    ...known
      .filter((action) => action.mode !== "secondary")
      .map((action) => actionButton(action, scope, below)),
  );
  const second = known.filter((action) => action.mode === "secondary");
  if (second.length) {
    row.append(
      menuButton({
        label: "More actions",
        className: "ac-more",
        items: second.map((action) => ({ text: action.title ?? "", pick: () => run(action, scope) })),
      }),
    );
  }
  return h("div", { class: "ac-actions-box" }, row, below);
}

function orFallback(action) {
  if (KNOWN.has(action.type)) return action;
  return action.fallback && action.fallback !== "drop" ? orFallback(action.fallback) : null;
}

function actionButton(action, scope, below) {
  const look = {
    class: `ac-button ${action.style ?? ""}`,
    title: action.tooltip ?? null,
    "data-focus": action.id ?? action.title,
  };
  if (action.type === "Action.OpenUrl") {
    const anchor = link(action.url, action.title ?? "Open");
    for (const [name, value] of Object.entries(look)) if (value) anchor.setAttribute(name, value);
    return anchor;
  }
  const off = action.isEnabled === false;
  if (action.type === "Action.ShowCard") return showCardButton(action, scope, below, look);
  return h(
    "button",
    {
      type: "button",
      ...look,
      disabled: off,
      onclick: (event) => scope.desk.once(event.currentTarget, () => run(action, scope)),
    },
    action.title ?? "",
  );
}

function showCardButton(action, scope, below, look) {
  const id = freshId("card");
  const inner = { ...scope, inputs: [], parent: scope };
  const card = h("div", {
    id,
    class: "ac-inner",
    hidden: true,
    role: "group",
    "aria-label": action.title ?? "Details",
  });
  card.append(...scope.body(action.card ?? {}, inner));
  below.append(card);
  return h(
    "button",
    {
      type: "button",
      ...look,
      "aria-expanded": "false",
      "aria-controls": id,
      onclick: (event) => {
        const opening = card.hidden;
        for (const other of below.children) other.hidden = true;
        for (const other of event.currentTarget.parentNode.querySelectorAll("[aria-expanded]"))
          other.setAttribute("aria-expanded", "false");
        card.hidden = !opening;
        event.currentTarget.setAttribute("aria-expanded", String(opening));
      },
    },
    action.title ?? "",
  );
}

async function run(action, scope) {
  if (action.type === "Action.ToggleVisibility") return toggle(action, scope.root);
  if (action.type === "Action.OpenUrl")
    return void (safeUrl(action.url) && window.open(safeUrl(action.url), "_blank", "noopener"));
  if (action.associatedInputs === "none") return scope.desk.act(action, {});
  const inputs = inputsOf(scope);
  const wrong = complain(inputs);
  if (wrong) return wrong.control.focus();
  return scope.desk.act(action, Object.fromEntries(inputs.map((input) => [input.id, input.read()])));
}

function toggle(action, root) {
  for (const target of action.targetElements ?? []) {
    const id = typeof target === "string" ? target : target.elementId;
    const node = [...root.querySelectorAll("[data-ac-id]")].find((one) => one.dataset.acId === id);
    if (node)
      node.hidden = typeof target === "object" && "isVisible" in target ? !target.isVisible : !node.hidden;
  }
}

/** A whole element that can be pressed (`selectAction`). */
export function selectable(node, action, scope) {
  const known = orFallback(action);
  if (!known) return node;
  node.classList.add("ac-selectable");
  for (const [name, value] of Object.entries({
    role: known.type === "Action.OpenUrl" ? "link" : "button",
    tabindex: "0",
  }))
    node.setAttribute(name, value);
  if (known.title) node.setAttribute("aria-label", known.title);
  node.addEventListener("click", (event) => {
    if (event.target.closest("button, a, input, select, textarea") === null) run(known, scope);
  });
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    run(known, scope);
  });
  return node;
}
