// One platform on the page: who one is, the conversations, the messages, the field to type, the dialogs.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { Desks } from "./desk.js";
import { Dialogs } from "./dialog.js";
import { freshId, h } from "./dom.js";
import { slackMessage, teamsMessage } from "./draw_message.js";
import { HomeTab } from "./home.js";
import { Messages } from "./messages.js";
import { Picker } from "./picker.js";
import { Sidebar } from "./sidebar.js";
import { Toasts } from "./toasts.js";

const TITLES = { slack: "Slack", teams: "Microsoft Teams" };

export class Column {
  /** `chosen()` runs when the person shown has changed. */
  constructor(platform, people, chosen) {
    this.platform = platform;
    this.everyone = people;
    this.people = people.filter((person) => person.platform === platform);
    this.chosen = chosen;
    this.state = null;
    this.places = new Map();
    this.read = new Map();
    this.desks = new Desks(this);
    this.build();
  }

  build() {
    this.picker = new Picker(this.people, `You are, in ${TITLES[this.platform]}`, (id) => this.be(id));
    this.sidebar = new Sidebar(this.platform, (id) => this.go(id));
    this.messages = new Messages({
      draw: (message, follows, before) => this.draw(message, follows, before),
      announce: (words) => {
        this.live.textContent = words;
      },
      empty: () => this.empty(),
    });
    this.composer = new Composer({
      platform: this.platform,
      left: () => this.answer(null),
      send: (text, thread) => this.say(text, thread),
    });
    this.toasts = new Toasts(() => this.act("dismiss"));
    this.live = h("div", { class: "vh", "aria-live": "polite" });
    this.title = h("h3", { class: "pane-title" });
    this.home = new HomeTab({
      desk: (before) => this.desks.lend({ surface: "home" }, before),
      opened: () => this.act("home"),
      changed: (open) => this.pane.classList.toggle("at-home", open),
    });
    this.pane = h(
      "div",
      { class: "pane" },
      h("header", { class: "pane-head" }, this.sidebar.select, this.title, this.home.tabs),
      this.home.node,
      this.messages.node,
      this.composer.node,
    );
    const behind = h("div", { class: "inside" }, this.sidebar.node, this.pane);
    const host = h("div", { class: "body" }, behind);
    this.dialogs = new Dialogs({
      host,
      behind,
      home: () => this.composer.field,
      lend: (before) => this.desks.lend({ surface: "dialog" }, before),
      submit: (inputs, action) => this.act("submit", action ? { inputs, action } : { inputs }),
      close: () => this.act("close"),
    });
    const heading = freshId("platform");
    this.node = h(
      "section",
      { class: `column ${this.platform}`, "aria-labelledby": heading },
      h(
        "header",
        { class: "bar" },
        h("h2", { class: "platform", id: heading }, TITLES[this.platform]),
        this.picker.node,
      ),
      host,
      this.toasts.node,
      this.live,
    );
  }

  get person() {
    return this.picker.current;
  }

  /** Becomes another person; `place` names a conversation to open there. */
  async be(id, place) {
    const person = this.people.find((one) => one.id === id) ?? this.people[0];
    const fresh = this.picker.unread.has(person.id) && !place;
    if (place) this.places.set(person.id, place);
    this.picker.show(person);
    this.state = null;
    this.chosen(this);
    await this.refresh();
    if (fresh && this.state) this.go(newest(this.state.conversations)?.id);
  }

  /** Reads the state again; a change that comes meanwhile is read once more before this is done. */
  refresh() {
    this.wanted = true;
    this.reading ??= this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  async readAll() {
    while (this.wanted) {
      this.wanted = false;
      await this.load(this.person.id);
    }
  }

  async load(id) {
    try {
      const state = await api.state(id);
      if (id === this.person.id) this.show(state);
    } catch (failure) {
      console.error(failure);
      this.toasts.say("This column could not be read again. Is the playground still running?");
    }
  }

  show(state) {
    this.state = state;
    const conversations = state.conversations;
    this.place = conversations.some((one) => one.id === this.places.get(this.person.id))
      ? this.places.get(this.person.id)
      : (conversations.find((one) => one.kind === "app") ?? conversations[0])?.id;
    const current = conversations.find((one) => one.id === this.place);
    for (const one of conversations) this.seen(one);
    this.sidebar.show(state, this.place, (one) => this.read.get(this.key(one)) !== weight(one));
    this.title.replaceChildren(...paneTitle(current, this.platform));
    this.showMessages(current);
    this.home.show(
      this.platform === "slack" && current?.kind === "app" ? state.home : undefined,
      this.person.id,
    );
    this.dialogs.show(state.dialog, this.person.id);
    this.toasts.show(state.toast);
  }

  showMessages(current) {
    const key = current ? this.key(current) : null;
    this.kind = current?.kind;
    const messages = byThread(current?.messages ?? []);
    if (!messages.some((message) => message.id === this.root?.id)) this.root = null;
    if (this.messages.key === key) this.messages.update(messages);
    else this.messages.open(key, messages);
    const name = current?.name ?? "";
    this.messages.scroll.setAttribute("aria-label", `${TITLES[this.platform]}: messages in ${name}`);
    this.composer.open(key, { name, kind: this.kind, thread: this.root });
  }

  /** Replies in the thread of a message; null ends that. */
  answer(message) {
    this.root = message;
    this.show(this.state);
    this.composer.field.focus();
  }

  key(conversation) {
    return `${this.person.id}/${conversation.id}`;
  }

  /** What is open is read; what was never looked at counts as read when it is first met. */
  seen(conversation) {
    const key = this.key(conversation);
    if (conversation.id === this.place || !this.read.has(key)) this.read.set(key, weight(conversation));
  }

  go(id) {
    if (!id || !this.state) return;
    this.places.set(this.person.id, id);
    this.show(this.state);
    this.messages.toEnd();
  }

  draw(message, follows, before) {
    const desk = this.desks.lend(
      { surface: "message", conversation: this.place, message: message.id },
      before,
    );
    if (this.kind === "channel" && !message.thread && !message.only_you)
      desk.reply = () => this.answer(message);
    if (this.platform === "slack") return slackMessage(message, follows, desk);
    const mine = !message.from_bot && [this.person.name, this.person.id].includes(message.from);
    return teamsMessage(message, follows, desk, mine);
  }

  /** Does something in the person's name; gives true when it went well. */
  async act(verb, body) {
    const id = this.person.id;
    const answer = await api.act(id, verb, body);
    if (answer.ok === false) this.toasts.say(answer.error ?? "That did not work.");
    if (id === this.person.id) await this.refresh();
    return answer.ok !== false;
  }

  say(text, thread) {
    if (thread) return this.act("type", { conversation: this.place, text, thread });
    this.messages.toEnd();
    return this.act("type", { conversation: this.place, text });
  }

  empty() {
    if (this.kind !== "app") return h("li", { class: "empty" }, h("p", {}, "Nothing here yet."));
    const words = ["help", "vendor Okta", "ask Who moved off Okta, and why?"];
    return h(
      "li",
      { class: "empty" },
      avatar("Warmline", { bot: true, className: "big" }),
      h("p", {}, "Nothing here yet. Begin with:"),
      h(
        "p",
        { class: "starters" },
        words.map((text) => h("button", { type: "button", onclick: () => this.composer.write(text) }, text)),
      ),
    );
  }
}

/** Puts the replies of a thread below the message that began it. */
function byThread(messages) {
  const roots = new Set(messages.filter((message) => !message.thread).map((message) => message.id));
  return messages
    .filter((message) => !message.thread || !roots.has(message.thread))
    .flatMap((root) => [
      root,
      ...messages.filter((message) => message.thread === root.id && roots.has(root.id)),
    ]);
}

const weight = (conversation) => JSON.stringify(conversation.messages).length;
const lastAt = (conversation) => conversation.messages[conversation.messages.length - 1]?.at ?? "";
const newest = (conversations) => [...conversations].sort((a, b) => lastAt(b).localeCompare(lastAt(a)))[0];

function paneTitle(conversation, platform) {
  if (!conversation) return [];
  if (conversation.kind === "app")
    return [avatar(conversation.name, { bot: true, className: "small" }), conversation.name];
  if (platform === "slack" && conversation.kind === "channel")
    return [h("span", { class: "hash", "aria-hidden": "true" }, "# "), conversation.name.replace(/^#/, "")];
  return [avatar(conversation.name, { className: "small" }), conversation.name];
}
