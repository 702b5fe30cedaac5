// Three first steps for somebody who sees the page for the first time.

import { h } from "./dom.js";

export class FirstSteps {
  /** `reveal(platform)` brings a column forward on a narrow screen. */
  constructor(node, columns, reveal) {
    Object.assign(this, { node, columns, reveal });
    this.asker = columns.slack.people.find((person) => person.role === "member");
    this.reader = columns.teams.people.find((person) => person.role === "member");
    this.draw();
  }

  /** The reader is whoever in Teams got something last. */
  draw() {
    const fresh = [...this.columns.teams.picker.unread].pop();
    const reader = this.columns.teams.people.find((person) => person.id === fresh) ?? this.reader;
    const steps = [
      this.asker && ["Look up Okta", this.asker, "Slack", () => this.write("vendor Okta")],
      this.asker && [
        "Ask peers about Okta",
        this.asker,
        "Slack",
        () => this.write("ask Who moved off Okta, and what would you tell a peer?"),
      ],
      reader && ["See it arrive", reader, "Teams", () => this.look(reader)],
    ].filter(Boolean);
    const shape = JSON.stringify(steps.map(([what, who, where]) => [what, who.name, where]));
    if (shape === this.shape) return;
    this.shape = shape;
    this.go = steps.map((step) => step[3]);
    this.node.replaceChildren(
      ...steps.map(([what, who, where], index) =>
        h(
          "button",
          { type: "button", onclick: () => this.go[index]() },
          h("span", { class: "step-number", "aria-hidden": "true" }, String(index + 1)),
          h("span", {}, h("strong", {}, what), ` as ${who.name} in ${where}`),
        ),
      ),
    );
  }

  async write(text) {
    const column = this.columns.slack;
    this.reveal("slack");
    await column.be(this.asker.id);
    column.go(column.state?.conversations.find((one) => one.kind === "app")?.id);
    column.home.turn(false);
    column.composer.write(text);
  }

  async look(person) {
    this.reveal("teams");
    await this.columns.teams.be(person.id);
    this.columns.teams.messages.toEnd();
    this.columns.teams.messages.scroll.focus();
  }
}
