// @ts-check
/**
 * The story of the review, in chapters. Every number and every name of an area comes from the server's
 * answers, so the story stays right if the data changes. Pure functions.
 *
 * @import { Chapter, Compared, Facts, Judged, Part } from "./replies"
 */
import { day } from "../page/format.js";
import { capital, figure, list, numberWord, percent, shortName, some } from "./words.js";

/** The layers without which there is no story. */
export const NEEDED = ["ccg-2021", "place-2021", "place-2022", "utla-2021", "utla-2023"];
/** A layer that has a chapter of its own, if the data has it. */
const UNITS = "delivery-unit-2022";

/** The pairs of layers that the story compares. @param {(layer: string) => boolean} has whether the data has a layer @returns {[string, string][]} */
export const pairs = (has) => [
  ["ccg-2021", "place-2021"],
  ["place-2021", "utla-2021"],
  ["place-2022", "utla-2021"],
  ["place-2021", "place-2022"],
  ["place-2022", "utla-2023"],
  ...(has(UNITS) ? [/** @type {[string, string]} */ ([UNITS, "place-2022"])] : []),
];

/** @param {string} a @param {string} b */
export const pairKey = (a, b) => `${a}/${b}`;

/** Writes the story. @param {Facts} facts @returns {Chapter[]} */
export function chapters(facts) {
  return [groups(facts), fivePlaces(facts), noMatch(facts), oneSplit(facts), decision(facts), moved(facts), units(facts), stillNot(facts)].filter((chapter) => chapter !== null);
}

/** @param {Facts} facts @param {[string, string]} pair @returns {Compared} */
const compared = ({ comparisons }, [a, b]) => comparisons[pairKey(a, b)];
/** The server's sentence on a question, without the yes or no before it. @param {Compared} comparison @param {number} question the first is 0 */
const answer = ({ answers }, question) => capital((answers[question]?.sentence ?? " ").replace(/^(Yes|No|In part): /, ""));
/** @param {Judged[]} verdicts @param {string} relation */
const having = (verdicts, relation) => verdicts.filter((verdict) => verdict.relation === relation);
/** @param {{ weight: number | null }} one @param {{ weight: number | null }} other */
const byWeight = (one, other) => (other.weight ?? 0) - (one.weight ?? 0);
/** @param {Compared} comparison */
const unit = ({ weight }) => weight.unit;

/** @param {Facts} facts @returns {Chapter} */
function groups(facts) {
  /** @type {[string, string]} */
  const pair = ["ccg-2021", "place-2021"];
  const comparison = compared(facts, pair);
  const rows = comparison.matrix.filter(({ a, b }) => a && b).sort(byWeight);
  return {
    title: capital(some(rows.length, "commissioning group")),
    paragraphs: [
      `Until ${day(facts.layers[pair[0]].valid_to)}, ${some(rows.length, "clinical commissioning group")} (CCGs) planned and paid for health care in Lancashire and South Cumbria.`,
      "They were drawn around health care, and not around councils.",
    ],
    table: {
      caption: "The CCGs, and the place that each was in",
      heads: ["CCG", "Place", capital(unit(comparison))],
      rows: rows.map(({ a, b, weight }) => [shortName(a?.name ?? ""), b?.name ?? "", figure(weight)]),
    },
    scene: { layers: [pair[0]], faint: comparison.verdicts_a.map(({ area }) => area.code).filter((code) => !rows.some(({ a }) => a?.code === code)) },
    pair,
  };
}

/** @param {Facts} facts @returns {Chapter} */
function fivePlaces(facts) {
  /** @type {[string, string]} */
  const pair = ["place-2021", "ccg-2021"];
  const comparison = compared(facts, ["ccg-2021", "place-2021"]);
  const places = [...comparison.verdicts_b].sort(byWeight);
  const same = having(places, "coterminous").length;
  const made = having(places, "union").length;
  return {
    title: `${capital(some(places.length, "place"))} on the footprints of the CCGs`,
    paragraphs: [
      `The NHS and its partners worked together in ${some(places.length, "place")}.`,
      [same ? `${capital(numberWord(same))} had the footprint of one CCG` : "", made ? `${same ? "" : "Of them, "}${numberWord(made)} had that of several together` : ""].filter(Boolean).join(", and ") + ".",
      same + made === places.length ? "So no boundary of a place cut through a CCG." : "",
    ].filter(Boolean),
    table: {
      caption: "The places, and the CCGs that each was made of",
      heads: ["Place", "Made of", capital(unit(comparison))],
      rows: places.map((place) => [place.area.name, list(place.with.map(({ area }) => shortName(area.name))), figure(place.weight ?? 0)]),
    },
    scene: { layers: pair },
    pair: ["ccg-2021", "place-2021"],
  };
}

/** @param {Facts} facts @returns {Chapter} */
function noMatch(facts) {
  /** @type {[string, string]} */
  const pair = ["place-2021", "utla-2021"];
  const comparison = compared(facts, pair);
  const places = [...comparison.verdicts_a].sort(byWeight);
  const same = having(places, "coterminous").length;
  return {
    title: same ? `${capital(numberWord(same))} of ${some(places.length, "place")} matched a council` : "No place matched a council",
    paragraphs: [
      "Social care and public health are the work of county and unitary councils, the upper-tier and unitary authorities.",
      answer(comparison, 0),
      answer(comparison, 2),
    ],
    table: {
      caption: `The councils that each place lay in, by its ${unit(comparison)}`,
      heads: ["Place", "Councils", "Same footprint"],
      rows: places.map(({ area, relation, with: parts }) => [area.name, parts.map((part) => `${part.area.name} ${part.weight_share === null ? "" : percent(part.weight_share)}`.trim()).join(", "), relation === "coterminous" ? "yes" : "no"]),
    },
    scene: { layers: pair },
    pair,
  };
}

/** The place that most councils shared. @param {Facts} facts @returns {Chapter | null} */
function oneSplit(facts) {
  /** @type {[string, string]} */
  const pair = ["place-2021", "utla-2021"];
  const comparison = compared(facts, pair);
  const [most] = comparison.splits.filter(({ layer }) => layer.id === pair[0]).sort((one, other) => other.shares.length - one.shares.length);
  if (!most) return null;
  const main = most.shares.find((part) => part.main)?.area.name ?? "";
  return {
    title: `${most.area.name}: one place, ${some(most.shares.length, "council")}`,
    paragraphs: [
      most.reason,
      "Whoever lived there had one place for health, and one of these councils for social care.",
    ],
    table: {
      caption: `The parts of ${most.area.name}`,
      heads: ["Council", "Districts", capital(unit(comparison))],
      rows: most.shares.map((part) => [part.area.name, districtWords(part), `${figure(part.weight)}${part.weight_share === null ? "" : ` (${percent(part.weight_share)})`}`]),
    },
    scene: { layers: pair, marked: { pair, text: `In ${most.area.name}, and not in ${main}`, overlaps: most.shares.filter((part) => !part.main).map(({ area }) => [most.area.code, area.code]) }, area: { layer: pair[0], code: most.area.code } },
    pair,
  };
}

/** @param {Pick<Part, "districts">} part */
const districtWords = ({ districts }) =>
  list(districts.map(({ district, whole, localities }) => (whole ? district.name : localities.length && localities.length < 4 ? `part of ${district.name} (${list(localities)})` : `part of ${district.name}`)));

/** @param {Facts} facts @returns {Chapter} */
function decision(facts) {
  /** @type {[string, string]} */
  const pair = ["place-2022", "utla-2021"];
  const comparison = compared(facts, pair);
  const places = [...comparison.verdicts_a].sort(byWeight);
  return {
    title: `${day(facts.layers[pair[0]].valid_from)}: ${some(places.length, "place")} on council footprints`,
    paragraphs: [
      `After a boundary review, the integrated care board, which had taken over from the CCGs, decided on ${some(places.length, "place")}, drawn along the boundaries of councils.`,
      answer(comparison, 0),
    ],
    table: {
      caption: "The new places, and the councils of that day",
      heads: ["Place", "Council", "Same footprint", capital(unit(comparison))],
      rows: places.map(({ area, relation, with: parts, weight }) => [area.name, list(parts.map((part) => part.area.name)), relation === "coterminous" ? "yes" : "no", figure(weight ?? 0)]),
    },
    scene: { layers: pair },
    pair,
  };
}

/** @param {Facts} facts @returns {Chapter} */
function moved(facts) {
  /** @type {[string, string]} */
  const pair = ["place-2021", "place-2022"];
  const comparison = compared(facts, pair);
  const rows = comparison.matrix.filter(({ a, b }) => a && b).sort(byWeight);
  return {
    title: "Who moved",
    paragraphs: [
      `${figure(comparison.moves.moved)} of ${figure(comparison.weight.total)} ${unit(comparison)} (${percent(comparison.moves.moved / comparison.weight.total)}) came into a different place.`,
      "Each old place is matched with one new place at most, so that as much as possible stays. Everything else counts as moved.",
    ],
    table: {
      caption: `From the old places to the new ones, by ${unit(comparison)}`,
      heads: ["From", "To", capital(unit(comparison)), ""],
      rows: rows.map(({ a, b, weight, stays }) => [a?.name ?? "", b?.name ?? "", figure(weight), stays ? "stays" : "moves"]),
    },
    scene: { layers: ["place-2022"], marked: { pair, text: "Moved to another place", overlaps: rows.filter(({ stays }) => !stays).map(({ a, b }) => [a?.code ?? null, b?.code ?? null]) } },
    pair,
  };
}

/** @param {Facts} facts @returns {Chapter | null} */
function units(facts) {
  /** @type {[string, string]} */
  const pair = [UNITS, "place-2022"];
  const comparison = compared(facts, pair);
  if (!comparison) return null;
  const rows = comparison.matrix.filter(({ a, b }) => a && b).sort(byWeight);
  const [place] = rows.map(({ b }) => b?.name ?? "");
  const names = new Set(rows.map(({ a }) => a?.name));
  const districts = new Set(rows.flatMap((row) => row.districts.map(({ code }) => code))).size;
  return {
    title: `${capital(some(names.size, "delivery unit"))} inside ${place}`,
    paragraphs: [
      `${place} is by far the largest of the places, so it has ${some(names.size, "delivery unit")}.`,
      `They are made of ${districts === rows.flatMap((row) => row.districts).length ? "whole districts" : "districts and parts of districts"}, ${numberWord(districts)} in all.`,
    ],
    table: {
      caption: "The delivery units, and their districts",
      heads: ["Delivery unit", "Districts", capital(unit(comparison))],
      rows: rows.map(({ a, districts: own, weight }) => [a?.name ?? "", list(own.map(({ name }) => name)), figure(weight)]),
    },
    scene: { layers: [UNITS, "place-2022"], area: rows[0]?.b ? { layer: "place-2022", code: rows[0].b.code } : undefined },
    pair,
  };
}

/** @param {Facts} facts @returns {Chapter} */
function stillNot(facts) {
  /** @type {[string, string]} */
  const pair = ["place-2022", "utla-2023"];
  const comparison = compared(facts, pair);
  const names = (/** @type {[string, string]} */ of) => compared(facts, of).verdicts_b.map(({ area }) => area.name);
  const [before, after] = [names(["place-2022", "utla-2021"]), names(pair)];
  const ended = before.filter((name) => !after.includes(name));
  const begun = after.filter((name) => !before.includes(name));
  const unmatched = comparison.verdicts_a.filter(({ relation }) => relation !== "coterminous" && relation !== "union");
  const change = ended.length && begun.length
    ? `On ${day(facts.layers[pair[1]].valid_from)} the councils changed: ${list(ended)} ended, and ${list(begun)} began.`
    : `On ${day(facts.layers[pair[1]].valid_from)} the councils changed.`;
  const [first] = unmatched;
  return {
    title: unmatched.length ? `${list(unmatched.map(({ area }) => area.name))} still ${unmatched.length === 1 ? "does" : "do"} not match` : "Every place matches a council",
    paragraphs: [change, answer(comparison, 0), answer(comparison, 2)],
    table: {
      caption: "The ground where places and councils still differ",
      heads: ["Place, council", "Where", capital(unit(comparison))],
      rows: comparison.differences.map(({ a, b, district_parts: districts, weight }) => [`${a?.name ?? "no place"}, ${b?.name ?? "no council"}`, districtWords({ districts }), figure(weight)]),
    },
    scene: { layers: pair, marked: { pair, text: "Where they still differ", overlaps: comparison.differences.map(({ a, b }) => [a?.code ?? null, b?.code ?? null]) }, ...(first && { area: { layer: pair[0], code: first.area.code } }) },
    pair,
  };
}

/** The sources of the layers that the story uses, each once. @param {Facts} facts @returns {{ title: string, source: string }[]} */
export const sources = ({ layers }) => Object.values(layers).flatMap(({ title, source }) => (source ? [{ title, source }] : []));
