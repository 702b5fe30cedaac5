// Starts the page: both columns, the first steps, light and dark, and the stream of changes.

import * as api from "./api.js";
import { Column } from "./column.js";
import { h } from "./dom.js";
import { FirstSteps } from "./steps.js";

const byId = (id) => document.getElementById(id);
const columns = {};
let steps = null;

async function start() {
  theme();
  const people = await api.people();
  for (const platform of ["slack", "teams"]) {
    columns[platform] = new Column(platform, people, remember);
    byId("columns").append(columns[platform].node);
  }
  tabs();
  steps = new FirstSteps(byId("steps"), columns, reveal);
  const wanted = new URLSearchParams(location.hash.slice(1));
  await Promise.all(Object.entries(columns).map(([platform, column]) => column.be(wanted.get(platform))));
  api.listen(changed, () => Object.values(columns).forEach((column) => column.refresh()));
}

function changed(id) {
  for (const column of Object.values(columns)) {
    if (column.person.id === id) {
      column.refresh();
      if (column.node.getClientRects().length === 0) mark(column.platform, true);
    } else if (column.people.some((person) => person.id === id)) {
      column.picker.mark(id);
      mark(column.platform, column.node.getClientRects().length === 0);
    }
  }
  steps.draw();
}

/** The address keeps who is shown, so that a reload shows the same two people. */
function remember() {
  const shown = Object.entries(columns)
    .filter(([, column]) => column.person)
    .map(([platform, column]) => `${platform}=${encodeURIComponent(column.person.id)}`);
  history.replaceState(null, "", `#${shown.join("&")}`);
  steps?.draw();
}

function tabs() {
  for (const [platform, name] of [
    ["slack", "Slack"],
    ["teams", "Microsoft Teams"],
  ]) {
    byId("tabs").append(
      h(
        "button",
        { type: "button", "data-platform": platform, onclick: () => reveal(platform) },
        name,
        h("span", { class: "dot", hidden: true }, h("span", { class: "vh" }, "something new")),
      ),
    );
  }
  reveal("slack");
}

/** On a narrow screen one column is shown at a time. */
function reveal(platform) {
  byId("columns").dataset.shown = platform;
  for (const button of byId("tabs").children)
    button.setAttribute("aria-pressed", String(button.dataset.platform === platform));
  mark(platform, false);
  columns[platform].messages.toEnd();
}

function mark(platform, on) {
  byId("tabs").querySelector(`[data-platform="${platform}"] .dot`).hidden = !on;
}

function theme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const name = () => {
    byId("theme").textContent = isDark() ? "Light" : "Dark";
  };
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("playground-theme", root.dataset.theme);
    name();
  });
  system.addEventListener("change", name);
  name();
}

start().catch((failure) => {
  byId("columns").replaceChildren(
    h(
      "p",
      { class: "noscript", role: "alert" },
      `The playground does not answer (${failure.message}). Start it, then reload this page.`,
    ),
  );
});
