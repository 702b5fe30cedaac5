// Short notes at the foot of a column: what the platform tells the person, and what went wrong here.

import { h } from "./dom.js";

const SHOWN_MS = 9000;

export class Toasts {
  /** `dismiss()` tells the server that its note was read. */
  constructor(dismiss) {
    this.dismiss = dismiss;
    this.node = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  }

  /** The note that the server holds for this person, or null. */
  show(text) {
    if (text === this.held) return;
    this.held = text;
    this.note?.remove();
    this.note = text ? this.draw(text, () => this.dismiss()) : null;
  }

  say(text) {
    const note = this.draw(text, () => note.remove());
  }

  draw(text, gone) {
    const note = h(
      "div",
      { class: "toast" },
      h("span", {}, text),
      h("button", { type: "button", "aria-label": "Dismiss", onclick: gone }, "×"),
    );
    this.node.append(note);
    const leave = () => {
      if (!note.isConnected) return;
      // A note that is being read stays.
      if (note.matches(":hover") || note.contains(document.activeElement)) setTimeout(leave, SHOWN_MS / 3);
      else gone();
    };
    setTimeout(leave, SHOWN_MS);
    return note;
  }
}
