// The field in which one types to the bot. What was not sent stays with its person and place.

import { freshId, h } from "./dom.js";

const BOT = "@Warmline";

/** What goes in front of a line so that the bot hears it; where other people read along, one may leave it away. */
function prefixes(platform, kind, thread) {
  if (thread) return [BOT, ""];
  const own = platform === "slack" ? "/peers" : kind === "app" ? "" : BOT;
  if (kind === "group") return ["", own];
  return kind === "app" ? [own] : [own, ""];
}

export class Composer {
  /** `send(text, thread)` gives true when it arrived; `left()` runs when a reply is given up. */
  constructor({ platform, send, left }) {
    Object.assign(this, { platform, send, left, drafts: new Map() });
    const id = freshId("composer");
    this.field = h("textarea", {
      id,
      rows: 1,
      autocomplete: "off",
      oninput: () => this.typed(),
      onkeydown: (event) => this.pressed(event),
    });
    this.button = h(
      "button",
      { type: "submit", class: "send", "aria-label": "Send", disabled: true },
      arrow(),
    );
    this.chip = h("button", { type: "button", class: "prefix", onclick: () => this.turn() });
    this.label = h("label", { for: id, class: "vh" });
    this.about = h("span", { class: "reply-about" });
    this.reply = h(
      "p",
      { class: "replying", hidden: true },
      this.about,
      h(
        "button",
        { type: "button", "aria-label": "Do not reply in the thread", onclick: () => this.left() },
        "×",
      ),
    );
    this.node = h(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          this.submit();
        },
      },
      this.label,
      this.reply,
      h("div", { class: "composer-box" }, this.chip, this.field, this.button),
    );
  }

  /** Switches to another place: its draft comes back. `thread` is the message replied to, if any. */
  open(key, { name, kind, thread }) {
    const place = thread ? `${key}#${thread.id}` : key;
    if (this.place === place) return;
    Object.assign(this, { place, thread });
    this.prefixes = prefixes(this.platform, kind, thread);
    this.reply.hidden = !thread;
    this.about.textContent = thread ? `Reply to ${thread.from}` : "";
    this.label.textContent = thread ? `Reply to ${thread.from} in ${name}` : `Write to ${name}`;
    this.field.placeholder = this.hint(name, kind);
    this.field.value = this.drafts.get(place) ?? "";
    this.drawChip();
    this.fit();
  }

  hint(name, kind) {
    if (this.thread) return "Your reply";
    if (kind === "group") return `Message ${name}`;
    return this.platform === "slack" || kind !== "app"
      ? "ask, vendor, review, or help"
      : "Type a message, for instance help";
  }

  /** Speaks to the bot or to everybody. */
  turn() {
    this.prefixes.reverse();
    this.drawChip();
    this.field.focus();
  }

  drawChip() {
    const [prefix, other] = this.prefixes;
    this.chip.hidden = !prefix && other === undefined;
    this.chip.disabled = other === undefined;
    this.chip.textContent = prefix || "to all";
    this.chip.setAttribute(
      "aria-label",
      prefix ? `${prefix}: goes to Warmline` : "to all: goes to everybody here, not to Warmline",
    );
    if (other !== undefined)
      this.chip.title = prefix ? "Press to write to everybody here" : "Press to write to Warmline";
    else this.chip.removeAttribute("title");
  }

  write(text) {
    this.field.value = text;
    this.typed();
    this.field.focus();
  }

  typed() {
    this.drafts.set(this.place, this.field.value);
    this.fit();
  }

  fit() {
    this.button.disabled = !this.field.value.trim();
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
  }

  pressed(event) {
    if (event.key === "Escape" && this.thread) this.left();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const text = this.field.value.trim();
    const { place, thread } = this;
    if (!text) return;
    this.drafts.delete(place);
    this.field.value = "";
    this.fit();
    const [prefix] = this.prefixes;
    const line =
      !prefix || (text.startsWith("/") && this.platform === "slack") || text.startsWith("@")
        ? text
        : `${prefix} ${text}`;
    if (await this.send(line, thread?.id)) return;
    // It did not arrive, so it goes back where it was unless something new stands there.
    if (!this.drafts.get(place)) this.drafts.set(place, text);
    if (this.place === place && !this.field.value) this.write(text);
  }
}

function arrow() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M3 3.5l14.5 6.5L3 16.5l1.8-5.4L11 10 4.8 8.9z");
  svg.append(path);
  return svg;
}
