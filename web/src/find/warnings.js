// @ts-check
/**
 * Warnings to read before an answer is relied on: that a border is near, or that an area is not certain. Pure.
 *
 * @import { Answer, FoundArea, Layer } from "../page/replies"
 * @typedef {{ kind: "doubt" | "near", title: string, items: string[], text: string }} Warning
 */
import { distance } from "../page/format.js";

/** Metres within which a boundary is near: the lines are drawn to about this. */
const NEAR_M = 200;

/** Reasons for doubt that have to do with a boundary near the place. */
const BY_BORDER = /^(boundary-|imputed-|unstated-|positions-|new-postcode)/;

/** Returns the distance in metres within which a boundary matters to an answer. @param {Answer} answer @param {number} size the side of the square that is looked up */
export const nearM = ({ point }, size = 0) => Math.max(NEAR_M, point.uncertainty_m ?? 0, point.apart_m ?? 0, Math.ceil((size * Math.SQRT2) / 2));

/** Whether a boundary is so near to the place that it matters. @param {FoundArea} area @param {number} within */
export const isNear = ({ boundary_distance_m }, within) => boundary_distance_m !== null && boundary_distance_m < within;

/**
 * Returns the warnings about an answer. Building blocks have a boundary near everywhere and are left out.
 * @param {Answer} answer @param {Map<string, Layer>} layers @param {number} [size] the side of the square that is looked up
 * @returns {Warning[]}
 */
export function warnings(answer, layers, size = 0) {
  const areas = answer.areas.filter(({ layer }) => layers.get(layer)?.role !== "block");
  const family = (/** @type {FoundArea} */ area) => layers.get(area.layer)?.family_title ?? area.family;
  const doubtful = areas.filter(({ certain, doubt }) => !certain && doubt !== "date");
  const near = areas.filter((area) => !doubtful.includes(area) && isNear(area, nearM(answer, size)));
  /** @type {Warning[]} */
  const list = [];
  if (doubtful.length) {
    const border = doubtful.some(({ basis }) => BY_BORDER.test(basis?.code ?? ""));
    list.push({
      kind: "doubt",
      title: border ? `${what(answer, size)} is near or across a border` : `It is not certain what ${what(answer, size).toLowerCase()} is in`,
      text: "These may be wrong. The rows below say why.",
      items: doubtful.map((area) => `${family(area)}: ${[area.name, ...others(area)].join(", or ")}`),
    });
  }
  if (near.length) {
    const nearest = Math.min(...near.map(({ boundary_distance_m }) => boundary_distance_m ?? Infinity));
    list.push({
      kind: "near",
      title: `A boundary is ${distance(nearest)} away`,
      text: size > 1 ? "Part of the square may be on its other side." : answer.postcode ? "The official table puts the whole postcode in one area, but some of its addresses may be on the other side." : "The lines are simplified: check the addresses that matter.",
      items: near.map((area) => `${family(area)}: ${area.name}${area.boundary_distance_m === nearest ? "" : `, ${distance(area.boundary_distance_m)}`}`),
    });
  }
  return list;
}

/** @param {Answer} answer @param {number} size */
const what = ({ postcode }, size) => (postcode ? "This postcode" : size > 1 ? "This square" : "This point");

/** Alternatives that are named in a warning; the row has all. */
const FEW = 3;

/** @param {FoundArea} area */
function others({ alternatives, perhaps_none }) {
  const more = alternatives.length > FEW ? [`${alternatives.length - FEW} more`] : [];
  return [...alternatives.slice(0, FEW).map(({ name }) => name), ...more, ...(perhaps_none ? ["none"] : [])];
}
