/**
 * The server's answers. Every address is relative to this page's origin:
 * nothing that is looked up goes anywhere else.
 */

/** What the server said instead of an answer, in words that can be shown. */
export class Problem extends Error {
  constructor(title, detail, status) {
    super(detail || title);
    this.name = "Problem";
    this.title = title;
    this.detail = detail ?? "";
    this.status = status;
  }
}

async function ask(path, params = {}, signal = undefined) {
  const query = new URLSearchParams(params).toString();
  let response;
  try {
    response = await fetch(query ? `${path}?${query}` : path, {
      signal,
      headers: { Accept: "application/geo+json, application/json" },
    });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Problem("The server does not answer", "Is coterm still running? Start it and try again.", 0);
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new Problem(
    response.status < 500 ? "There is no answer" : "The server could not answer",
    body?.detail ?? `It replied with status ${response.status}.`,
    response.status,
  );
}

/** { collections, attribution } */
export const collections = () => ask("/collections");

/** The areas of a layer. */
export const items = (layer) => kept(`/collections/${encodeURIComponent(layer)}/items`);

/** One area of a layer. */
export const item = (layer, code) =>
  kept(`/collections/${encodeURIComponent(layer)}/items/${encodeURIComponent(code)}`);

/** Asked once: layers do not change while a page is open. */
function kept(path) {
  if (!answers.has(path)) {
    const answer = ask(path);
    answers.set(path, answer);
    // A failure is not worth keeping: the next switch asks again.
    answer.catch(() => answers.delete(path));
  }
  return answers.get(path);
}
const answers = new Map();

/** The areas that a point (degrees) or a postcode is in on a day. */
export function lookup({ postcode, point, on }, signal) {
  return postcode
    ? ask(`/postcodes/${encodeURIComponent(postcode)}`, { on }, signal)
    : ask("/lookup", { lon: point.lon, lat: point.lat, on }, signal);
}

/** Up to ten postcodes that begin with `q`. */
export const suggest = async (q, signal) => (await ask("/postcodes", { q }, signal)).postcodes;
