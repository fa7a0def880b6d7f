// @ts-check
/**
 * Finds the areas that a typed name may mean.
 *
 * @import { Layer, NamedArea } from "../page/replies"
 */
import { Problem, lookup } from "../page/api.js";
import { isAbort, problemOf } from "../page/problem.js";
import { meant } from "./choices.js";
import { namedAreas } from "./suggestions.js";

/** Letters and figures that a postcode may have: longer text is not looked up as one. */
const POSTCODE_LENGTH = 7;

/**
 * Returns the areas of this name or code; those of the day if there are any. Throws what to type instead if there
 * are none, with the server's words if a postcode may have been meant.
 * @param {string} name @param {string} on @param {{ layers: Map<string, Layer>, example: string | null }} known `example` is a postcode
 * @param {AbortSignal} signal @returns {Promise<NamedArea[]>}
 */
export async function areasNamed(name, on, { layers, example }, signal) {
  const { now, other } = await namedAreas(name, on, layers, signal).catch((thrown) => {
    // A server without the search for names still finds postcodes.
    if (isAbort(thrown) || problemOf(thrown).status !== 404) throw thrown;
    return { now: [], other: [] };
  });
  signal.throwIfAborted();
  const areas = now.length ? meant(now, name) : meant(other, name);
  if (areas.length) return areas;
  const said = name.replace(/[^A-Za-z0-9]/g, "").length <= POSTCODE_LENGTH ? `${await whyNoPostcode(name, on, signal)}. ` : "";
  throw new Problem(
    "There is no answer",
    `${said}No area’s name or code begins with “${name}”. Type a postcode${example ? `, such as ${example}` : ""}, the name of an area, coordinates or a grid reference.`,
    404,
  );
}

/** Returns why text is not a postcode, in the server's words. @param {string} postcode @param {string} on @param {AbortSignal} signal */
async function whyNoPostcode(postcode, on, signal) {
  try {
    await lookup({ postcode, on }, signal);
    return "";
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    const problem = problemOf(thrown);
    if (problem.status !== 400 && problem.status !== 404) throw problem;
    return problem.detail;
  }
}
