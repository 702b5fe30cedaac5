// The playground's JSON interface. Every answer to a POST is `{ok: true}` or `{ok: false, error: sentence}`.

const person = (id) => `/api/people/${encodeURIComponent(id)}`;

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Playground": "1" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch (failure) {
    // A network failure and an answer that is no JSON mean the same to the person: the server is away.
    if (failure instanceof TypeError || failure instanceof SyntaxError) {
      return { ok: false, error: "The playground does not answer. Is it still running?" };
    }
    throw failure;
  }
}

export const people = () => get("/api/people");
export const state = (id) => get(person(id));
export const act = (id, verb, body = {}) => post(`${person(id)}/${verb}`, body);

/** Calls `changed(personId)` for each change, and `again()` when a lost connection is back. */
export function listen(changed, again) {
  const source = new EventSource("/api/stream");
  let lost = false;
  source.addEventListener("changed", (event) => changed(JSON.parse(event.data).person));
  source.addEventListener("error", () => {
    lost = true;
  });
  source.addEventListener("open", () => {
    if (lost) again();
    lost = false;
  });
  return source;
}
