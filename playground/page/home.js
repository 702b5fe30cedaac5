// Slack's App Home: the tab beside the messages with the app.

import { drawBlocks, values } from "./blockkit.js";
import { freshId, h } from "./dom.js";

export class HomeTab {
  /** `desk(before)` lends to the blocks, `opened()` tells the app, `changed(open)` lets the column make room. */
  constructor({ desk, opened, changed }) {
    Object.assign(this, { lend: desk, opened, changed, isOpen: false });
    const panel = freshId("home");
    this.homeTab = this.tab("Home", true, panel);
    this.messagesTab = this.tab("Messages", false, null);
    this.tabs = h(
      "div",
      { class: "pane-tabs", role: "group", "aria-label": "App", hidden: true },
      this.homeTab,
      this.messagesTab,
    );
    this.node = h("div", { class: "home", id: panel, role: "region", tabindex: "0", "aria-label": "Home" });
  }

  tab(name, home, controls) {
    return h(
      "button",
      {
        type: "button",
        "aria-pressed": String(!home),
        "aria-controls": controls,
        onclick: () => {
          this.turn(home);
          if (home) this.opened();
        },
      },
      name,
    );
  }

  turn(open) {
    this.isOpen = open;
    this.homeTab.setAttribute("aria-pressed", String(open));
    this.messagesTab.setAttribute("aria-pressed", String(!open));
    this.changed(open);
  }

  /** `home` is undefined where there is no such tab, null where the app has not drawn it yet. */
  show(home, owner) {
    this.tabs.hidden = home === undefined;
    if (home === undefined || owner !== this.owner) this.turn(false);
    this.owner = owner;
    const content = JSON.stringify([owner, home?.blocks ?? null]);
    if (content === this.content) return;
    this.content = content;
    const focus = this.node.contains(document.activeElement)
      ? (document.activeElement.dataset.focus ?? "")
      : null;
    this.desk = this.lend(this.desk && focus !== null ? values(this.desk) : undefined);
    const blocks = home?.blocks?.length
      ? drawBlocks(home.blocks, this.desk)
      : [h("p", { class: "empty" }, "The app has not drawn its Home yet.")];
    this.node.replaceChildren(h("div", { class: "home-inner" }, blocks));
    if (focus === null) return;
    (
      [...this.node.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus) ?? this.node
    ).focus();
  }
}
