// The list of messages: redraws only what changed, keeps the place, and shows what was edited in place.

import { h } from "./dom.js";

const GROUPED_MS = 5 * 60 * 1000;
const SHOWN_MS = 2600;

export class Messages {
  /** `draw(message, follows, before)` gives `{node, typed()}`; `announce(text)` speaks to screen readers. */
  constructor({ draw, announce, empty }) {
    Object.assign(this, { draw, announce, empty });
    this.list = h("ol", { class: "messages" });
    this.more = h(
      "button",
      { type: "button", class: "to-newest", hidden: true, onclick: () => this.toEnd() },
      "New messages ↓",
    );
    this.scroll = h(
      "div",
      {
        class: "scroll",
        tabindex: "0",
        role: "region",
        "aria-label": "Messages",
        onscroll: () => {
          this.stuck = this.atEnd();
          if (this.stuck) this.more.hidden = true;
        },
      },
      this.list,
    );
    this.node = h("div", { class: "messages-box" }, this.scroll, this.more);
    this.stuck = true;
    // A field that grows below, or a column that comes forward, must not push the newest message out of sight.
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.scroll);
    this.shown = new Map();
    this.days = new Map();
  }

  atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 48;
  }

  toEnd() {
    this.stuck = true;
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.more.hidden = true;
  }

  /** Starts another conversation: nothing in it counts as new. */
  open(key, messages) {
    this.key = key;
    this.shown.clear();
    this.days.clear();
    this.nothing = null;
    this.list.replaceChildren();
    this.update(messages, true);
    this.toEnd();
  }

  update(messages, quiet = false) {
    const stick = this.stuck;
    const changes = { added: [], edited: [] };
    const kept = new Set(messages.map((message) => message.id));
    for (const [id, one] of this.shown) if (!kept.has(id)) this.remove(id, one);
    messages.forEach((message, index) => this.place(message, messages[index - 1], changes));
    settle(this.list, this.rows(messages));
    queueMicrotask(() => this.refocus());
    if (!quiet) this.tell(changes, stick);
    if (stick && !quiet) this.toEnd();
  }

  remove(id, one) {
    if (one.node.contains(document.activeElement)) this.scroll.focus();
    this.shown.delete(id);
  }

  place(message, previous, changes) {
    const follows =
      Boolean(previous) &&
      previous.from === message.from &&
      previous.thread === message.thread &&
      sameDay(previous, message) &&
      Boolean(previous.only_you) === Boolean(message.only_you) &&
      new Date(message.at) - new Date(previous.at) < GROUPED_MS;
    const signature = JSON.stringify([message, follows]);
    const before = this.shown.get(message.id);
    if (before?.signature === signature) return;
    const focus = before && focusKey(before.node);
    const drawn = this.draw(message, follows, before?.keep === false ? undefined : before?.typed());
    this.shown.set(message.id, { ...drawn, signature, focus, text: message.text, from: message.from });
    if (!before) changes.added.push(message);
    else if (JSON.parse(before.signature)[1] === follows) changes.edited.push(message);
  }

  /** While `on`, a redrawing of this message forgets what was typed into it, because it is being sent. */
  forget(id, on) {
    const one = this.shown.get(id);
    if (one) one.keep = !on;
  }

  rows(messages) {
    if (!messages.length) return [(this.nothing ??= this.empty())];
    const rows = [];
    messages.forEach((message, index) => {
      if (index === 0 || !sameDay(messages[index - 1], message)) rows.push(this.day(message.at));
      rows.push(this.shown.get(message.id).node);
    });
    return rows;
  }

  day(at) {
    const name = new Date(at).toDateString();
    if (!this.days.has(name)) this.days.set(name, divider(at));
    return this.days.get(name);
  }

  refocus() {
    for (const one of this.shown.values()) {
      if (one.focus === undefined || one.focus === null) continue;
      const again =
        one.focus &&
        [...one.node.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === one.focus);
      (again || one.node).focus({ preventScroll: true });
      one.focus = null;
    }
  }

  tell({ added, edited }, stick) {
    // A reply may stand far above the end, so it is shown like an edit.
    for (const message of [...edited, ...added.filter((one) => one.thread)]) this.flash(message.id);
    if (added.length && !stick) this.more.hidden = false;
    const words = [
      ...added.map((message) => `${message.from}: ${message.text || this.wordsOf(message.id)}`),
      ...edited.map((message) => `A message from ${message.from} was updated.`),
    ];
    if (words.length) this.announce(words.slice(-3).join(" ").slice(0, 300));
  }

  wordsOf(id) {
    return this.shown.get(id)?.node.querySelector(".content, .ac-card")?.textContent ?? "";
  }

  flash(id) {
    const node = this.shown.get(id)?.node;
    node?.classList.add("changed");
    setTimeout(() => node?.classList.remove("changed"), SHOWN_MS);
  }
}

/** Where the focus is inside a message: the key of the control, "" without one, null outside of it. */
function focusKey(node) {
  if (!node.contains(document.activeElement)) return null;
  return document.activeElement.closest("[data-focus]")?.dataset.focus ?? "";
}

/** Makes `rows` the children of `list` without touching those that already stand right: they keep focus and place. */
function settle(list, rows) {
  const wanted = new Set(rows);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  rows.forEach((row, index) => {
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
}

const sameDay = (one, other) => new Date(one.at).toDateString() === new Date(other.at).toDateString();

function divider(at) {
  const day = new Date(at);
  const today = day.toDateString() === new Date().toDateString();
  const words = today
    ? "Today"
    : new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" }).format(day);
  return h("li", { class: "day" }, h("span", {}, words));
}

export function clock(at) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}
