// @ts-check
/**
 * An answer as plain text, to paste into a letter, and the name of its file. Pure functions.
 *
 * @import { Families } from "../page/families.js"
 * @import { Answer, FoundArea, Layer } from "../page/replies"
 */
import { day, distance, standing, sureness } from "../page/format.js";

/** Returns an answer as lines of text. @param {Answer} answer @param {string} title @param {Map<string, Layer>} layers @param {Families} families */
export function textOf(answer, title, layers, families) {
  const family = (/** @type {{ family: string, layer: string }} */ { family, layer }) => layers.get(layer)?.family_title ?? family;
  const line = (/** @type {FoundArea} */ area) => {
    const codes = [area.code, ...Object.entries(area.codes ?? {}).map(([scheme, code]) => `${scheme.toUpperCase()} ${code}`)].join(", ");
    return `${family(area)}: ${area.name} (${codes}). ${sureness(area)}; nearest boundary ${distance(area.boundary_distance_m)}.`;
  };
  return [
    `${title} on ${day(answer.on)}`,
    ...(answer.postcode ? [standing(answer.postcode)] : []),
    ...answer.notes,
    "",
    ...families.sorted(answer.areas).map(line),
    ...families.sorted(answer.without).map((none) => `${family(none)}: none. ${none.reason}`),
    "",
    answer.attribution,
  ].join("\n");
}

/** Returns the name of an answer's file. @param {string} title @param {string} on */
export const fileName = (title, on) => `coterm-${title.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^-|-$/g, "")}-${on}.json`;
