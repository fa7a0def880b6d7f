// @ts-check
/**
 * A small drawing of a chapter's scene in SVG, for paper and for browsers that cannot draw the map. It is
 * made of the same areas as the map.
 *
 * @import { Footprint } from "../page/replies"
 * @import { Shape } from "./geometries.js"
 * @import { Scene } from "./replies"
 * @typedef {[number, number]} Position
 */
import { box } from "../map/found.js";
import { marksOf, shapes } from "./geometries.js";
import { shortName } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 560;
const TALLEST = 400;
const EDGE = 10;

/** How close to a line a point may be to be left out, in the drawing's units. */
const FINE = 0.6;
/** Size of a letter and of a line of a name. */
const [LETTER, LINE] = [6.6, 14];

/**
 * Draws a scene. The first layer is filled and named; the second is drawn as dashed lines; marked ground is
 * hatched.
 * @param {Scene} scene @param {string} ground the layer whose ground is drawn if the scene has no area
 * @param {{ label: string, id: string }} options what the drawing shows, and a name for its hatching
 */
export async function drawing(scene, ground, { label, id }) {
  const { layers: [first, second], faint = [], area } = scene;
  const [filled, dashed, around, { marked }] = await Promise.all([
    shapes(first).then((all) => all.filter(({ code }) => !faint.includes(code))),
    second ? shapes(second) : [],
    shapes(area?.layer ?? ground).then((all) => all.filter(({ code }) => !area || code === area.code)),
    marksOf(scene),
  ]);
  const project = projection(around.map(({ geometry }) => box(geometry)));
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${project.height}`, role: "img", "aria-label": label, class: "review-drawing" });
  const hatch = node("pattern", { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  hatch.append(node("rect", { width: 2.5, height: 7, class: "hatch" }));
  const defs = node("defs", {});
  defs.append(hatch);
  const draw = (/** @type {Footprint} */ geometry, /** @type {Record<string, string>} */ attributes) => node("path", { d: path(geometry, project.point), ...attributes });
  svg.append(defs,
    ...filled.map(({ geometry }, i) => draw(geometry, { class: `review-area tint${i % 4}` })),
    ...marked.map((geometry) => draw(geometry, { class: "marked", fill: `url(#${id})` })),
    ...dashed.map(({ geometry }) => draw(geometry, { class: "other" })),
    ...names(filled, project));
  return svg;
}

/** Longitude and latitude to the drawing: true to shape in the middle of it. @param {number[][]} boxes */
function projection(boxes) {
  const side = (/** @type {number} */ i, /** @type {(...all: number[]) => number} */ pick) => pick(...boxes.map((one) => one[i]));
  const [w, s, e, n] = [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
  const narrow = Math.cos(((s + n) / 2) * (Math.PI / 180));
  const scale = Math.min((WIDTH - 2 * EDGE) / ((e - w) * narrow), (TALLEST - 2 * EDGE) / (n - s));
  const left = (WIDTH - (e - w) * narrow * scale) / 2;
  return {
    height: Math.round((n - s) * scale + 2 * EDGE),
    /** @param {number[]} position @returns {Position} */
    point: ([lon, lat]) => [left + (lon - w) * narrow * scale, EDGE + (n - lat) * scale],
  };
}

/** @param {Footprint} geometry */
const polygonsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

/** @param {Footprint} geometry @param {(position: number[]) => Position} point */
function path(geometry, point) {
  let d = "";
  for (const ring of polygonsOf(geometry).flat()) {
    let [x, y] = [Infinity, Infinity];
    for (const [i, position] of ring.entries()) {
      const [px, py] = point(position);
      if (i && Math.abs(px - x) < FINE && Math.abs(py - y) < FINE) continue;
      [x, y] = [px, py];
      d += `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
    }
    d += "Z";
  }
  return d;
}

/**
 * Writes the names of areas, the largest first: in the middle of their largest part, or a little above or
 * below if another name is there. A name for which there is no room is left out; the table has it.
 * @param {Shape[]} areas @param {{ height: number, point: (position: number[]) => Position }} project
 */
function names(areas, { height, point }) {
  /** @type {number[][]} */
  const taken = [];
  const placed = areas.map(({ name, geometry }) => {
    const boxes = polygonsOf(geometry).map((polygon) => box({ type: "Polygon", coordinates: polygon })).map(([w, s, e, n]) => [...point([w, n]), ...point([e, s])]);
    const [[x1, y1, x2, y2]] = boxes.sort((a, b) => sizeOf(b) - sizeOf(a));
    return { lines: shortName(name).split(/ (?=with |and )/), x: (x1 + x2) / 2, y: (y1 + y2) / 2, size: (x2 - x1) * (y2 - y1) };
  }).sort((a, b) => b.size - a.size);
  return placed.flatMap(({ lines, x, y }) => {
    const half = (LETTER * Math.max(...lines.map(({ length }) => length))) / 2;
    for (const shift of [0, -LINE, LINE, -2 * LINE, 2 * LINE, -3 * LINE, 3 * LINE]) {
      const own = [x - half, y + shift - LINE, x + half, y + shift + (lines.length - 1) * LINE + 3];
      const isFree = own[0] > 0 && own[1] > 0 && own[2] < WIDTH && own[3] < height && !taken.some((other) => own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3]);
      if (!isFree) continue;
      taken.push(own);
      const text = node("text", { "text-anchor": "middle" });
      text.append(...lines.map((line, i) => {
        const span = node("tspan", { x: x.toFixed(0), y: (y + shift + i * LINE).toFixed(0) });
        span.textContent = line;
        return span;
      }));
      return [text];
    }
    return [];
  });
}

/** @param {number[]} box */
const sizeOf = ([x1, y1, x2, y2]) => (x2 - x1) * (y2 - y1);

/** @param {string} name @param {Record<string, string | number>} attributes */
function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
