// A browser without a window, led line by line: each line of input is one thing to do, each line of output what came of it.
// Started as: node browser.mjs MODULES CHROMIUM, where MODULES is the folder that axe-core and playwright-core lie in.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, executablePath] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const PHONE = { width: 390, height: 844 };
let page;
let asked = [];

// Everything that a page asks for is kept, so that a test can say that nobody else was asked.
async function open({ url, scheme }) {
  await page?.context().close();
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, colorScheme: scheme });
  page = await context.newPage();
  asked = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && asked.push(`console: ${message.text()}`));
  const answer = await page.goto(url);
  return { status: answer.status() };
}

// axe runs in the page's own world, past its content security policy, which forbids scripts.
async function check() {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  const found = violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html) }));
  const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  return { found, rules: passes.length, wide };
}

async function keys({ keys }) {
  for (const key of keys) {
    await (key.startsWith("type:") ? page.keyboard.type(key.slice(5)) : page.keyboard.press(key));
  }
  await page.waitForLoadState();
  return {};
}

// What a screen reader would say of the element that has the focus.
async function focused() {
  return page.evaluate(() => {
    const at = document.activeElement;
    const label = at.labels?.length ? at.labels[0].innerText : at.innerText;
    return { tag: at.tagName.toLowerCase(), type: at.type ?? "", label: label.trim(), value: at.value ?? "" };
  });
}

const DEEDS = {
  open,
  check,
  keys,
  focused,
  // On in the same window, with the same cookies.
  go: async ({ url }) => ({ status: (await page.goto(url)).status() }),
  follow: async ({ label }) => (await page.getByRole("link", { name: label, exact: true }).first().click(), {}),
  wait: async ({ text }) => (await page.getByText(text).first().waitFor(), {}),
  offered: async ({ label, option }) => {
    const list = await page.getByRole("combobox", { name: label, exact: true }).getAttribute("list");
    await page.locator(`#${list} option[value="${option}"]`).waitFor({ state: "attached" });
    return {};
  },
  type: async ({ label, text }) =>
    (await page.getByRole("combobox", { name: label, exact: true }).pressSequentially(text), {}),
  choose: async ({ label, option }) => (await page.getByLabel(label).selectOption({ label: option }), {}),
  bring: async ({ label, file }) => (await page.getByLabel(label).setInputFiles(file), {}),
  press: async ({ label }) => (await page.getByRole("button", { name: label, exact: true }).click(), {}),
  tick: async ({ label }) => (await page.getByRole("checkbox", { name: label }).check(), {}),
  fill: async ({ label, text }) => (await page.getByRole("textbox", { name: label }).fill(text), {}),
  unfold: async ({ text }) => (await page.locator("summary", { hasText: text }).click(), {}),
  text: async () => ({ text: await page.locator("body").innerText(), title: await page.title() }),
  asked: async () => ({ asked }),
  picture: async ({ file, whole }) => (await page.screenshot({ path: file, fullPage: whole, scale: "css" }), {}),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer;
  try {
    answer = await DEEDS[order.deed](order);
  } catch (error) {
    answer = { failed: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
