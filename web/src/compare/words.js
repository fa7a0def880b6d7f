// @ts-check
/**
 * Puts figures of a comparison into words, as the server does. Pure functions.
 *
 * @import { Difference, Named, Relation, Verdict } from "./replies"
 * @import { State } from "./state.js"
 */

/** The verdicts, the most telling first. @type {[Relation, string, string][]} */
const VERDICTS = [
  ["crossing", "Crossing", "It crosses boundaries of the other layer, or reaches beyond it."],
  ["disjoint", "Disjoint", "It has no more than slivers in common with any area of the other layer."],
  ["cannot-be-told", "Cannot be judged", "It reaches beyond the data, so it is not known how all of it stands."],
  ["part-of", "Part of", "It lies within one larger area of the other layer."],
  ["union", "Union", "It has the footprint of several areas of the other layer together."],
  ["coterminous", "Coterminous", "It has the footprint of one area of the other layer."],
];
/** Every verdict, in order. */
export const RELATIONS = VERDICTS.map(([relation]) => relation);

/** @param {Relation} relation */
export const verdictWord = (relation) => VERDICTS.find(([name]) => name === relation)?.[1] ?? relation;
/** @param {Relation} relation */
export const verdictMeaning = (relation) => VERDICTS.find(([name]) => name === relation)?.[2] ?? "";

/** Writes a share from 0 to 1 as a percentage: 100% or 0% only for all or nothing. @param {number} share */
export function percentage(share) {
  if (share <= 0) return "0%";
  if (share < 0.0005) return "<0.1%";
  if (share >= 1 - 1e-9) return "100%";
  if (share >= 0.995) return ">99%";
  return share < 0.0995 ? `${(share * 100).toFixed(1)}%` : `${Math.round(share * 100)}%`;
}

/** Writes a weight: whole, or with one decimal if it is small and not whole. @param {number | null} weight */
export function number(weight) {
  if (weight === null) return "not known";
  const whole = Math.abs(weight - Math.round(weight)) < 1e-6;
  return weight.toLocaleString("en-GB", { maximumFractionDigits: !whole && Math.abs(weight) < 10 ? 1 : 0 });
}

/** 342, "live postcodes" -> "342 live postcodes". @param {number | null} weight @param {string} unit given in the plural */
export function quantity(weight, unit) {
  const text = number(weight);
  if (text !== "1") return `${text} ${unit}`;
  return `1 ${unit === "people" ? "person" : unit.replace(/s$/, "")}`;
}

/** Writes ground in the unit that fits. @param {number} m2 */
export function ground(m2) {
  const decimals = (/** @type {number} */ value, /** @type {number} */ most) => value.toLocaleString("en-GB", { maximumFractionDigits: most });
  if (m2 >= 99_950_000) return `${decimals(m2 / 1e6, 0)} km²`;
  if (m2 >= 999_500) return `${decimals(m2 / 1e6, 1)} km²`;
  if (m2 >= 9_995) return `${decimals(m2 / 1e4, 1)} ha`;
  return `${decimals(m2, 0)} m²`;
}

/** Writes a tolerance in metres. @param {number} metres */
export const metres = (metres) => `${metres.toLocaleString("en-GB", { maximumFractionDigits: 1 })} m`;

/** Names one area of a pair, or the ground outside its layer. @param {Named | null} area @param {string} family the layer's title */
export const areaName = (area, family) => area?.name ?? `outside the ${inSentence(family)}`;

/** "Places" -> "places", but "CCGs" is unchanged. @param {string} title */
export const inSentence = (title) => (/^[A-Z][a-z]/.test(title) ? title[0].toLowerCase() + title.slice(1) : title);

/** Joins names: "a, b and c". @param {string[]} names */
export const list = (names) => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

/** Names the districts of a difference, each with its parts. @param {Pick<Difference, "district_parts" | "districts">} difference */
export function districtWords({ district_parts, districts }) {
  if (!district_parts.length) return list(districts.map(({ name }) => name));
  return list(district_parts.map(({ district, whole, localities }) => {
    const where = localities.length ? ` (${list(localities)})` : "";
    return `${whole ? "all" : "part"} of ${district.name}${where}`;
  }));
}

/** Writes the command that makes the same comparison. @param {Pick<State, "a" | "b" | "sent" | "tolerance" | "weight">} state */
export function command({ a, b, sent, tolerance, weight }) {
  const first = sent ? quoted(sent.file) : a;
  return ["coterm compare", first, b, ...(tolerance === null ? [] : ["--tolerance", tolerance]), ...(weight ? ["--weight", weight] : [])].join(" ");
}

/** Quotes a word for a shell, if it needs that. @param {string} word */
const quoted = (word) => (/^[\w.,:/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Counts the areas of each verdict that there is, in order. @param {Verdict[]} verdicts @returns {[Relation, number][]} */
export const tally = (verdicts) =>
  RELATIONS.map((relation) => /** @type {[Relation, number]} */ ([relation, verdicts.filter((one) => one.relation === relation).length])).filter(([, count]) => count > 0);
