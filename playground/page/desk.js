// What a surface (a message, Home, a dialog) lends to the elements drawn on it: the ways to press, search and ask.

import * as api from "./api.js";
import { values } from "./blockkit.js";

export class Desks {
  constructor(column) {
    this.column = column;
    this.labels = new Map();
  }

  /** `where` names the surface as the playground's interface does; `before` is what was entered in it earlier. */
  lend(where, before) {
    const { column } = this;
    const desk = {
      before,
      fields: [],
      seen: this.labelsOf(where),
      names: this.names(),
      confirm: (object) => column.dialogs.ask(object),
      once,
    };
    desk.press = (action, blockId) => this.press(where, { action, block_id: blockId, inputs: values(desk) });
    desk.act = (action, inputs) => this.press(where, { action, inputs });
    desk.suggest =
      column.platform === "slack"
        ? (action, blockId, query) =>
            this.suggest({ ...where, action, block_id: blockId, query, inputs: values(desk) })
        : (query, action, inputs) => this.suggest({ ...where, action, query, inputs });
    return desk;
  }

  async press(where, body) {
    const { messages } = this.column;
    messages.forget(where.message, true);
    await this.column.act("press", { ...where, ...body });
    messages.forget(where.message, false);
  }

  async suggest(body) {
    const answer = await api.act(this.column.person.id, "suggest", body);
    if (answer.ok === false) this.column.toasts.say(answer.error);
    return answer.options ?? [];
  }

  /** The labels of what was picked from the app's suggestions: a redrawn card knows only the values. */
  labelsOf({ conversation, message }) {
    if (!message) return {};
    const key = `${this.column.person.id}/${conversation}/${message}`;
    if (!this.labels.has(key)) this.labels.set(key, {});
    return this.labels.get(key);
  }

  /** Names for mentions; a user id counts first in the workspace of the person who reads. */
  names() {
    const { everyone, person } = this.column;
    const workspace = person.id.split(":").slice(0, 2).join(":");
    const named = (fits) => everyone.find((one) => fits(one.id))?.name;
    return {
      user: (id) => named((one) => one === `${workspace}:${id}`) ?? named((one) => one.endsWith(`:${id}`)),
      channel: (id) => this.column.state?.conversations.find((one) => one.id === id)?.name.replace(/^#/, ""),
    };
  }
}

/** Keeps a button busy, and deaf to a second press, until the work is done. */
async function once(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
