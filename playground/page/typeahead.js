// A field that searches while one types: one choice or several, from a list at hand or from the app.

import { freshId, h } from "./dom.js";

/**
 * `source(query)` gives `[{text, value, description?}]`; `selected` likewise. `changed(list)` is called after each
 * pick. Gives `{node, input, picked()}`.
 */
export function typeahead({
  source,
  selected = [],
  multiple = false,
  minQuery = 0,
  placeholder = "",
  label,
  changed,
}) {
  const box = new Box({ source, selected, multiple, minQuery, changed });
  box.draw(placeholder, label);
  return { node: box.node, input: box.input, picked: () => box.selected };
}

class Box {
  constructor(options) {
    Object.assign(this, options);
    this.selected = this.multiple ? [...this.selected] : this.selected.slice(0, 1);
    this.options = [];
    this.active = -1;
    this.asked = 0;
  }

  draw(placeholder, label) {
    this.listId = freshId("list");
    this.input = h("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.listId,
      placeholder,
      ...label,
      oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.left(),
      onfocus: () => this.arrived(),
      onclick: () => this.open(),
    });
    this.chips = h("span", { class: "chips" });
    this.list = h("ul", {
      id: this.listId,
      role: "listbox",
      class: "popup options",
      hidden: true,
      "aria-label": "Suggestions",
      "aria-multiselectable": this.multiple ? "true" : null,
      onmousedown: (event) => event.preventDefault(),
    });
    this.status = h("span", { class: "vh", role: "status" });
    this.node = h("div", { class: "typeahead field-box" }, this.chips, this.input, this.list, this.status);
    this.showPicked();
  }

  showPicked() {
    if (!this.multiple) {
      this.input.value = this.selected[0]?.text ?? "";
      return;
    }
    this.input.value = "";
    this.chips.replaceChildren(
      ...this.selected.map((option) =>
        h(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-label": `Remove ${option.text}`,
            onclick: () => {
              this.drop(option);
              this.input.focus();
            },
          },
          option.text,
          h("span", { "aria-hidden": "true" }, " ×"),
        ),
      ),
    );
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), 160);
  }

  /** A field that has its choice and wants letters would only cover what stands below it. */
  arrived() {
    if (!this.selected.length || this.minQuery === 0) this.open();
  }

  open() {
    if (this.list.hidden) this.search(true);
  }

  async search(fresh = false) {
    const query = fresh && !this.multiple && this.selected.length ? "" : this.input.value.trim();
    if (query.length < this.minQuery)
      return this.show([], `Type ${this.minQuery === 1 ? "a letter" : `${this.minQuery} letters`} to search`);
    this.asked += 1;
    const mine = this.asked;
    if (this.list.hidden) this.show([], "Searching…");
    const options = await this.source(query);
    // A slower answer to an older question must not replace a newer one.
    if (mine !== this.asked || document.activeElement !== this.input) return;
    this.show(options, options.length ? "" : "Nothing found");
  }

  show(options, note) {
    this.options = options;
    this.active = options.length ? 0 : -1;
    this.list.replaceChildren(...options.map((option, index) => this.row(option, index)));
    if (note)
      this.list.append(
        h("li", { class: "note", role: "option", "aria-disabled": "true", "aria-selected": "false" }, note),
      );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = note || `${options.length} suggestion${options.length === 1 ? "" : "s"}`;
    this.mark();
    this.list.scrollIntoView({ block: "nearest" });
  }

  row(option, index) {
    const chosen = this.selected.some((one) => one.value === option.value);
    return h(
      "li",
      {
        id: `${this.listId}-${index}`,
        role: "option",
        "aria-selected": String(chosen),
        onclick: () => this.pick(option),
      },
      h("span", {}, option.text),
      option.description && h("span", { class: "subtle" }, option.description),
    );
  }

  mark() {
    [...this.list.children].forEach((row, index) => row.classList.toggle("active", index === this.active));
    if (this.active < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `${this.listId}-${this.active}`);
    return this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const open = !this.list.hidden;
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.search(true);
      if (count) this.active = (this.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      return this.mark();
    }
    if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      event.stopPropagation();
      return this.pick(this.options[this.active]);
    }
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      return this.close();
    }
    if (event.key === "Backspace" && this.multiple && !this.input.value && this.selected.length) {
      return this.drop(this.selected[this.selected.length - 1]);
    }
    return undefined;
  }

  pick(option) {
    const there = this.selected.some((one) => one.value === option.value);
    if (!this.multiple) this.selected = [option];
    else
      this.selected = there
        ? this.selected.filter((one) => one.value !== option.value)
        : [...this.selected, option];
    this.settle();
    if (this.multiple) this.input.focus();
  }

  drop(option) {
    this.selected = this.selected.filter((one) => one.value !== option.value);
    this.settle();
  }

  settle() {
    this.showPicked();
    this.close();
    this.changed?.(this.selected);
  }

  left() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.close();
    // An emptied field means no choice; half-typed words fall back to the last choice.
    if (!this.multiple && !this.input.value.trim() && this.selected.length) this.drop(this.selected[0]);
    else this.showPicked();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
