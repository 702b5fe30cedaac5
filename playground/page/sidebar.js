// The list of conversations; on a phone it folds into one select.

import { avatar } from "./avatar.js";
import { freshId, h } from "./dom.js";

const GROUPS = {
  slack: [
    ["app", "Apps"],
    ["channel", "Channels"],
    ["group", "Direct messages"],
  ],
  teams: [
    ["app", "Chat"],
    ["group", "Group chats"],
    ["channel", "Teams and channels"],
  ],
};

export class Sidebar {
  constructor(platform, go) {
    this.platform = platform;
    this.go = go;
    this.heading = h("p", { class: "workspace" });
    this.lists = h("div", { class: "side-lists" });
    this.node = h(
      "nav",
      {
        class: "side",
        "aria-label": `Conversations in ${platform === "slack" ? "Slack" : "Microsoft Teams"}`,
      },
      this.heading,
      this.lists,
    );
    const id = freshId("conversation");
    this.choice = h("select", { id, onchange: () => this.go(this.choice.value) });
    this.select = h(
      "span",
      { class: "fold" },
      h("label", { class: "vh", for: id }, "Conversation"),
      this.choice,
    );
  }

  show(state, current, isNew) {
    const shape = JSON.stringify([
      state.person.id,
      current,
      state.conversations.map((one) => [one.id, one.name, isNew(one), preview(one)]),
    ]);
    if (shape === this.shape) return;
    this.shape = shape;
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.heading.textContent = state.person.workspace;
    this.lists.replaceChildren(
      ...GROUPS[this.platform].map((group) => this.group(group, state, current, isNew)).filter(Boolean),
    );
    if (focused)
      [...this.node.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === focused)?.focus();
    this.choice.replaceChildren(
      ...state.conversations.map((one) =>
        h(
          "option",
          { value: one.id, selected: one.id === current },
          `${isNew(one) ? "● " : ""}${label(one, this.platform)}`,
        ),
      ),
    );
  }

  group([kind, title], state, current, isNew) {
    const members = state.conversations.filter((one) => one.kind === kind);
    if (!members.length) return null;
    const id = freshId("group");
    return h(
      "div",
      {},
      h("p", { class: "side-title", id }, title),
      h(
        "ul",
        { "aria-labelledby": id },
        members.map((one) => h("li", {}, this.entry(one, one.id === current, isNew(one)))),
      ),
    );
  }

  entry(one, current, fresh) {
    const icon =
      this.platform === "slack" && one.kind === "channel"
        ? h("span", { class: "hash", "aria-hidden": "true" }, "#")
        : avatar(one.name, { bot: one.kind === "app", className: "small" });
    return h(
      "button",
      {
        type: "button",
        class: `entry ${fresh ? "fresh" : ""}`,
        "aria-current": current ? "page" : null,
        "data-focus": one.id,
        onclick: () => this.go(one.id),
      },
      icon,
      h(
        "span",
        { class: "entry-words" },
        h("span", { class: "entry-name" }, one.name.replace(/^#/, "")),
        this.platform === "teams" && h("span", { class: "entry-last" }, preview(one)),
      ),
      fresh && h("span", { class: "dot" }, h("span", { class: "vh" }, "new")),
    );
  }
}

const label = (one, platform) =>
  platform === "slack" && one.kind === "channel" ? `# ${one.name.replace(/^#/, "")}` : one.name;

/** The first text of a card. */
const words = (card) => (card?.body ?? []).find((element) => element.type === "TextBlock")?.text;

function preview(one) {
  const last = one.messages[one.messages.length - 1];
  if (!last) return "";
  return (last.text || words(last.cards?.[0]) || "Card")
    .replace(/<\/?at[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .slice(0, 60);
}
