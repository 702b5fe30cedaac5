// Who one is in a column: a button that opens the list of that platform's people.

import { avatar } from "./avatar.js";
import { freshId, h } from "./dom.js";

const ROLES = { manager: "Manager", stranger: "Not a member", guest: "Guest" };
const ORDER = { member: 0, manager: 0, guest: 1, stranger: 2 };

export class Picker {
  /** `choose(personId)` is called with the person picked. */
  constructor(people, label, choose) {
    // The server's order stays; only people from outside come last.
    this.people = [...people].sort((a, b) => (ORDER[a.role] ?? 0) - (ORDER[b.role] ?? 0));
    this.choose = choose;
    this.unread = new Set();
    this.listId = freshId("people");
    this.button = h("button", {
      type: "button",
      class: "who",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": this.listId,
      onclick: () => (this.list.hidden ? this.open() : this.close(true)),
      onkeydown: (event) => this.opening(event),
    });
    this.list = h("div", {
      id: this.listId,
      class: "popup people",
      role: "listbox",
      tabindex: "-1",
      hidden: true,
      "aria-label": label,
      onkeydown: (event) => this.key(event),
      onfocusout: (event) => {
        if (!this.node.contains(event.relatedTarget)) this.close(false);
      },
    });
    this.node = h("div", { class: "picker" }, this.button, this.list);
    this.label = label;
    this.fill();
  }

  fill() {
    const groups = new Map();
    for (const person of this.people) {
      const name = (ORDER[person.role] ?? 0) > 0 ? "Outside the community" : person.workspace;
      groups.set(name, [...(groups.get(name) ?? []), person]);
    }
    this.rows = new Map();
    this.list.replaceChildren(
      ...[...groups].map(([name, people]) => {
        const id = freshId("circle");
        return h(
          "div",
          { role: "group", "aria-labelledby": id },
          h("div", { class: "group-name", id, role: "presentation" }, name),
          people.map((person) => this.row(person)),
        );
      }),
    );
    // The keyboard goes through the rows as they are drawn, group by group.
    this.people = [...groups.values()].flat();
  }

  row(person) {
    const dot = h("span", { class: "dot", hidden: true }, h("span", { class: "vh" }, "something new"));
    const row = h(
      "div",
      {
        id: freshId("person"),
        role: "option",
        class: "person",
        "aria-selected": "false",
        onclick: () => this.pick(person),
      },
      avatar(person.name),
      h(
        "span",
        { class: "person-words" },
        h(
          "span",
          { class: "person-name" },
          person.name,
          ROLES[person.role] && h("span", { class: `tag tag-${person.role}` }, ROLES[person.role]),
        ),
        h("span", { class: "person-job" }, [person.title, person.company].filter(Boolean).join(", ")),
      ),
      dot,
    );
    this.rows.set(person.id, { row, dot });
    return row;
  }

  show(person) {
    this.current = person;
    this.unread.delete(person.id);
    for (const [id, { row }] of this.rows) row.setAttribute("aria-selected", String(id === person.id));
    this.draw();
  }

  mark(id) {
    if (id === this.current?.id || !this.rows.has(id)) return;
    this.unread.delete(id);
    this.unread.add(id);
    this.draw();
  }

  draw() {
    const person = this.current;
    for (const [id, { dot }] of this.rows) dot.hidden = !this.unread.has(id);
    const count = this.unread.size;
    this.button.replaceChildren(
      avatar(person.name),
      h(
        "span",
        { class: "person-words" },
        h(
          "span",
          { class: "person-name" },
          h("span", { class: "vh" }, `${this.label}: `),
          person.name,
          ROLES[person.role] && h("span", { class: `tag tag-${person.role}` }, ROLES[person.role]),
        ),
        h("span", { class: "person-job" }, [person.title, person.company].filter(Boolean).join(", ")),
      ),
      count
        ? h(
            "span",
            { class: "count" },
            String(count),
            h("span", { class: "vh" }, " people have something new"),
          )
        : "",
      h("span", { class: "caret", "aria-hidden": "true" }),
    );
  }

  open() {
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.activate(
      Math.max(
        0,
        this.people.findIndex((person) => person.id === this.current?.id),
      ),
    );
    this.list.focus();
  }

  close(focus) {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (focus) this.button.focus();
  }

  opening(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.open();
  }

  activate(index) {
    this.at = (index + this.people.length) % this.people.length;
    const active = this.rows.get(this.people[this.at].id).row;
    for (const { row } of this.rows.values()) row.classList.toggle("active", row === active);
    this.list.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const goal = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, Home: 0, End: this.people.length - 1 }[
      event.key
    ];
    if (goal !== undefined) this.activate(goal);
    else if (event.key === "Enter" || event.key === " ") this.pick(this.people[this.at]);
    else if (event.key === "Escape") this.close(true);
    else if (/^\p{L}$/u.test(event.key)) this.jump(event.key.toLowerCase());
    else return;
    event.preventDefault();
  }

  jump(letter) {
    const from = this.at + 1;
    const turned = [...this.people.slice(from), ...this.people.slice(0, from)];
    const hit = turned.find((person) => person.name.toLowerCase().startsWith(letter));
    if (hit) this.activate(this.people.indexOf(hit));
  }

  pick(person) {
    this.close(true);
    this.choose(person.id);
  }
}
