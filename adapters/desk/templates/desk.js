// The desk works without this: it fills lists while somebody types, and looks how far an import is.
"use strict";

const PAUSE = 200;
const AGAIN = 2000;

for (const field of document.querySelectorAll("input[data-choices]")) {
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(field), PAUSE);
  });
}

async function offer(field) {
  const asked = new URLSearchParams({ action: field.dataset.choices, typed: field.value });
  const answer = await fetch(`/desk/choices?${asked}`);
  if (!answer.ok) return;
  const labels = await answer.json();
  const options = labels.map((label) => Object.assign(document.createElement("option"), { value: label }));
  field.list.replaceChildren(...options);
}

async function lookAgain() {
  const answer = await fetch("/desk/files");
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("imports");
  document.getElementById("imports").replaceWith(fresh);
  if (fresh.dataset.going) setTimeout(lookAgain, AGAIN);
}

if (document.querySelector("#imports[data-going]")) setTimeout(lookAgain, AGAIN);
