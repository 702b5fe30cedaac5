// A button that opens a small menu (Slack's overflow, the "…" of a card).

import { freshId, h } from "./dom.js";

/** `items` are `{text, description?, url?, pick()}`. */
export function menuButton({ label, items, className = "" }) {
  const id = freshId("menu");
  const list = h("ul", { id, role: "menu", class: "popup menu", hidden: true, "aria-label": label });
  const button = h(
    "button",
    {
      type: "button",
      class: `overflow ${className}`,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": label,
      "data-focus": `menu:${label}`,
    },
    "⋯",
  );
  const node = h("span", { class: "menu-box" }, button, list);

  const close = (focus) => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (focus) button.focus();
  };
  const open = () => {
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    list.querySelector("[role=menuitem]")?.focus();
  };
  list.append(
    ...items.map((item) =>
      h(
        "li",
        { role: "none" },
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            tabindex: "-1",
            onclick: () => {
              close(true);
              item.pick();
            },
          },
          h("span", {}, item.text),
          item.description && h("span", { class: "subtle" }, item.description),
        ),
      ),
    ),
  );
  button.addEventListener("click", () => (list.hidden ? open() : close(true)));
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget)) close(false);
  });
  node.addEventListener("keydown", (event) => steer(event, list, close));
  return node;
}

function steer(event, list, close) {
  if (list.hidden) return;
  const rows = [...list.querySelectorAll("[role=menuitem]")];
  const at = rows.indexOf(document.activeElement);
  const goal = { ArrowDown: at + 1, ArrowUp: at - 1 + rows.length, Home: 0, End: rows.length - 1 }[event.key];
  if (goal !== undefined) {
    event.preventDefault();
    rows[goal % rows.length].focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close(true);
  } else if (event.key === "Tab") {
    close(true);
  }
}
