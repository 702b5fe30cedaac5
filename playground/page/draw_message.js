// One message as its platform shows it: author, time, text, blocks or cards.

import { drawCard } from "./adaptive.js";
import { avatar } from "./avatar.js";
import { drawBlocks, values } from "./blockkit.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { clock } from "./messages.js";
import { mrkdwn } from "./mrkdwn.js";

/** Gives `{node, typed}`; `typed()` is what stands in the message's inputs now. */
export function slackMessage(message, follows, desk) {
  const content = message.blocks?.length
    ? drawBlocks(message.blocks, desk)
    : [
        h(
          "div",
          { class: "bk-text" },
          ...(message.from_bot ? mrkdwn(message.text, desk.names) : [message.text ?? ""]),
        ),
      ];
  const node = h(
    "li",
    {
      class: `msg ${message.thread ? "in-thread" : ""} ${follows ? "follows" : ""} ${message.only_you ? "only-you" : ""}`,
      tabindex: "-1",
    },
    follows
      ? h("span", { class: "late-time", "aria-hidden": "true" }, clock(message.at))
      : avatar(message.from, { bot: message.from_bot }),
    h(
      "div",
      { class: "msg-main" },
      message.only_you && !follows && h("p", { class: "only" }, "Only visible to you"),
      h(
        "div",
        { class: follows ? "vh" : "msg-head" },
        h("span", { class: "from" }, message.from),
        message.from_bot && h("span", { class: "app-tag" }, "App"),
        h("time", { datetime: message.at }, clock(message.at)),
      ),
      h("div", { class: "content" }, content, message.edited && h("span", { class: "edited" }, " (edited)")),
      reply(message, desk),
    ),
  );
  return { node, typed: () => values({ fields: desk.fields ?? [] }) };
}

export function teamsMessage(message, follows, desk, mine) {
  const cards = (message.cards ?? []).map((json) => drawCard(json, desk));
  const text = message.text
    ? h(
        "div",
        { class: "bubble" },
        ...(message.from_bot ? markdown(message.text) : [plainMention(message.text)]),
      )
    : null;
  const node = h(
    "li",
    {
      class: `msg ${message.thread ? "in-thread" : ""} ${mine ? "mine" : "theirs"} ${follows ? "follows" : ""} ${message.only_you ? "only-you" : ""}`,
      tabindex: "-1",
    },
    !mine && (follows ? h("span", { class: "gap" }) : avatar(message.from, { bot: message.from_bot })),
    h(
      "div",
      { class: "msg-main" },
      h(
        "div",
        { class: follows ? "vh" : "msg-head" },
        h("span", { class: mine ? "vh" : "from" }, mine ? "You" : message.from),
        h("time", { datetime: message.at }, clock(message.at)),
        message.edited && h("span", { class: "edited" }, "Edited"),
        message.only_you && h("span", { class: "only" }, "Only you can see this"),
      ),
      text,
      cards.map((card) => card.node),
      reply(message, desk),
    ),
  );
  const inputs = () => cards.flatMap((card) => card.inputs);
  return { node, typed: () => Object.fromEntries(inputs().map((input) => [input.id, input.read()])) };
}

const reply = (message, desk) =>
  desk.reply &&
  h(
    "button",
    {
      type: "button",
      class: "reply",
      "data-focus": "reply",
      "aria-label": `Reply to ${message.from} in a thread`,
      onclick: desk.reply,
    },
    "Reply",
  );

const plainMention = (text) => text.replace(/<at[^>]*>([^<]*)<\/at>/g, "$1");
