// Dialogs inside a column: the bot's forms and Slack's small questions before an action.

import { drawCard } from "./adaptive.js";
import { drawBlocks, values } from "./blockkit.js";
import { objection } from "./blockkit_inputs.js";
import { focusables, freshId, h } from "./dom.js";
import { slackText } from "./mrkdwn.js";

const words = (object) => (typeof object === "string" ? object : (object?.text ?? ""));

export class Dialogs {
  /**
   * `host` holds the dialogs, `behind` cannot be used while one is open, `home()` says where the focus goes at the end.
   * `lend(before)` gives a fresh desk for the elements; `submit(inputs, action)` and `close()` talk to the app.
   */
  constructor({ host, behind, home, lend, submit, close }) {
    Object.assign(this, { host, behind, home, lend, submit, close });
    this.frame = null;
  }

  show(dialog, key) {
    const id = dialog ? `${key}/${dialog.id}` : null;
    if (!dialog) return this.frame && this.remove();
    const content = JSON.stringify([dialog.title, dialog.submit, dialog.close, dialog.blocks, dialog.card]);
    const errors = JSON.stringify(dialog.errors ?? {});
    if (id === this.id && content === this.content) {
      if (errors !== this.errors) this.point(dialog.errors ?? {});
      this.errors = errors;
      return undefined;
    }
    const again = id === this.id ? this.keep() : { before: dialog.blocks && dialog.inputs };
    if (!this.frame) this.opener = document.activeElement;
    Object.assign(this, { id, content, errors, dialog });
    this.draw(dialog, again);
    if (Object.keys(dialog.errors ?? {}).length) this.point(dialog.errors);
    return undefined;
  }

  /** What a redrawing of the same dialog takes over: typed values by field, the focus, the place. */
  keep() {
    const focus = this.frame.contains(document.activeElement)
      ? document.activeElement.dataset.focus
      : undefined;
    return {
      before: this.dialog.blocks ? values(this.desk) : undefined,
      seen: this.desk.seen,
      focus,
      top: this.body.scrollTop,
    };
  }

  draw(dialog, again) {
    this.desk = this.lend(again?.before);
    if (again?.seen) this.desk.seen = again.seen;
    this.desk.act = (action, inputs) => this.submit(inputs, action);
    const titleId = freshId("title");
    this.body = h(
      "div",
      { class: "dialog-body" },
      dialog.card ? drawCard(dialog.card, this.desk).node : drawBlocks(dialog.blocks, this.desk),
    );
    const form = h(
      dialog.card ? "div" : "form",
      {
        class: "dialog-form",
        novalidate: !dialog.card,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      h(
        "header",
        { class: "dialog-head" },
        h("h3", { id: titleId }, words(dialog.title)),
        h(
          "button",
          { type: "button", class: "dialog-x", "aria-label": "Close", onclick: () => this.close() },
          "×",
        ),
      ),
      this.body,
      dialog.card ? null : this.foot(dialog),
    );
    const frame = overlay("dialog", { "aria-labelledby": titleId }, form, () => this.close());
    this.frame?.remove();
    this.frame = frame;
    this.host.append(frame);
    this.behind.inert = true;
    this.enter(again);
  }

  foot(dialog) {
    return h(
      "footer",
      { class: "dialog-foot" },
      h(
        "button",
        { type: "button", class: "bk-button", "data-focus": "dialog-close", onclick: () => this.close() },
        words(dialog.close) || "Cancel",
      ),
      words(dialog.submit) &&
        h(
          "button",
          { type: "submit", class: "bk-button primary", "data-focus": "dialog-submit" },
          words(dialog.submit),
        ),
    );
  }

  /** The focus goes in only if it was in this column or nowhere: never out of the other column's fields. */
  enter(again) {
    const active = document.activeElement;
    const elsewhere = active && active !== document.body && !this.host.contains(active);
    if (elsewhere || this.host.getClientRects().length === 0) return;
    const same =
      again?.focus &&
      [...this.frame.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === again.focus);
    const first = focusables(this.body).find((node) => node.matches("input, textarea, select, button"));
    (same ?? first ?? focusables(this.frame).pop()).focus();
    if (again?.top) this.body.scrollTop = again.top;
  }

  remove() {
    const held = this.frame.contains(document.activeElement) || document.activeElement === document.body;
    this.frame.remove();
    this.behind.inert = false;
    Object.assign(this, { frame: null, id: null, content: null });
    if (!held) return;
    const back = this.opener?.isConnected && this.opener !== document.body ? this.opener : this.home();
    back?.focus();
  }

  async send() {
    const errors = {};
    for (const field of this.desk.fields.filter((one) => one.block)) {
      const said = objection(field.block, field.element, field.read());
      if (said) errors[field.blockId] = said;
    }
    this.point(errors);
    this.errors = "{}";
    if (Object.keys(errors).length) return;
    const button = this.frame.querySelector("[type=submit]");
    await this.desk.once(button, () => this.submit(values(this.desk), null));
  }

  /** Shows each error beside its field and goes to the first. */
  point(errors) {
    let first = null;
    for (const field of this.desk.fields.filter((one) => one.block)) {
      const said = errors[field.blockId];
      field.errorNode.textContent = said ?? "";
      field.errorNode.hidden = !said;
      field.box.classList.toggle("wrong", Boolean(said));
      field.control.setAttribute("aria-invalid", String(Boolean(said)));
      if (said) first ??= field;
    }
    if (!first) return;
    first.box.scrollIntoView({ block: "nearest" });
    if (this.host.contains(document.activeElement) || document.activeElement === document.body)
      first.control.focus();
  }

  /** Slack's question before a risky action. */
  ask(object) {
    const opener = document.activeElement;
    const wasInert = this.behind.inert;
    return new Promise((resolve) => {
      const titleId = freshId("title");
      const done = (answer) => {
        frame.remove();
        this.behind.inert = wasInert;
        if (opener?.isConnected) opener.focus();
        resolve(answer);
      };
      const no = h(
        "button",
        { type: "button", class: "bk-button", onclick: () => done(false) },
        words(object.deny) || "Cancel",
      );
      const yes = h(
        "button",
        { type: "button", class: `bk-button ${object.style ?? "primary"}`, onclick: () => done(true) },
        words(object.confirm) || "OK",
      );
      const frame = overlay(
        "alertdialog",
        { "aria-labelledby": titleId },
        h(
          "div",
          { class: "dialog-form" },
          h("header", { class: "dialog-head" }, h("h3", { id: titleId }, words(object.title))),
          h("div", { class: "dialog-body" }, h("div", { class: "bk-text" }, ...slackText(object.text))),
          h("footer", { class: "dialog-foot" }, no, yes),
        ),
        () => done(false),
      );
      this.behind.inert = true;
      this.host.append(frame);
      no.focus();
    });
  }
}

function overlay(role, naming, inner, escape) {
  const dialog = h("div", { class: "dialog", role, "aria-modal": "true", ...naming }, inner);
  return h(
    "div",
    {
      class: "overlay",
      tabindex: "-1",
      onkeydown: (event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          escape();
        } else if (event.key === "Tab") {
          turn(event, dialog);
        }
      },
    },
    dialog,
  );
}

/** Keeps Tab inside the dialog. */
function turn(event, dialog) {
  const stops = focusables(dialog);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}
