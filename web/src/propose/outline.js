// @ts-check
/**
 * The outline of an area from the shapes of its blocks: lines that two blocks share are left out, and
 * the others are joined to rings. Blocks of a layer share their lines point by point. Pure functions.
 *
 * @import { Footprint } from "../page/replies"
 * @typedef {[number, number]} Position
 */

/** @param {GeoJSON.Position} at */
const keyOf = (at) => `${at[0]},${at[1]}`;

/** Returns the outline of some shapes; null of none. O(n) in their points. @param {Footprint[]} shapes @returns {Footprint | null} */
export function outline(shapes) {
  /** The lines that no other shape has the other way round, by the point that they lead from. @type {Map<string, Map<string, GeoJSON.Position>>} */
  const lines = new Map();
  for (const shape of shapes) {
    const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
    for (const ring of polygons.flat()) {
      for (let i = 1; i < ring.length; i++) addLine(lines, ring[i - 1], ring[i]);
    }
  }
  const rings = ringsOf(lines);
  const outer = rings.filter((ring) => signedArea(ring) > 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedArea(ring) <= 0)) {
    const around = outer.filter(([ring]) => ring !== hole && contains(ring, hole)).sort(([a], [b]) => signedArea(a) - signedArea(b));
    around[0]?.push(hole);
  }
  if (!outer.length) return null;
  return outer.length === 1 ? { type: "Polygon", coordinates: outer[0] } : { type: "MultiPolygon", coordinates: outer };
}

/** @param {Map<string, Map<string, GeoJSON.Position>>} lines @param {GeoJSON.Position} from @param {GeoJSON.Position} to */
function addLine(lines, from, to) {
  const [a, b] = [keyOf(from), keyOf(to)];
  const back = lines.get(b);
  if (back?.delete(a)) {
    if (!back.size) lines.delete(b);
    return;
  }
  const all = lines.get(a) ?? new Map();
  lines.set(a, all.set(b, to));
}

/** @param {Map<string, Map<string, GeoJSON.Position>>} lines */
function ringsOf(lines) {
  /** @type {GeoJSON.Position[][]} */
  const rings = [];
  while (lines.size) {
    const [start] = lines.keys();
    /** @type {GeoJSON.Position[]} */
    const ring = [/** @type {Position} */ (start.split(",").map(Number))];
    /** Where the ring has been, so that it is cut off where it meets itself. @type {Map<string, number>} */
    const met = new Map([[start, 0]]);
    for (let at = start; ;) {
      const next = lines.get(at);
      const step = next?.entries().next().value;
      if (!next || !step) break;
      const [key, position] = step;
      next.delete(key);
      if (!next.size) lines.delete(at);
      const before = met.get(key);
      ring.push(position);
      if (before !== undefined) {
        rings.push(ring.slice(before));
        for (const passed of ring.splice(before + 1)) if (keyOf(passed) !== key) met.delete(keyOf(passed));
        if (before === 0) break;
      } else {
        met.set(key, ring.length - 1);
      }
      at = key;
    }
  }
  return rings;
}

/** Positive for a ring that runs anticlockwise, as outer rings do. @param {GeoJSON.Position[]} ring */
function signedArea(ring) {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return twice / 2;
}

/** Whether a ring contains a hole that may touch it: a point of the hole that is not on the ring is inside. @param {GeoJSON.Position[]} ring @param {GeoJSON.Position[]} hole */
function contains(ring, hole) {
  const on = new Set(ring.map(keyOf));
  const at = hole.find((point) => !on.has(keyOf(point))) ?? middle(hole[0], hole[1]);
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i - 1], ring[i]];
    if (y1 > at[1] !== y2 > at[1] && at[0] < x1 + ((at[1] - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}

/** @param {GeoJSON.Position} a @param {GeoJSON.Position} b */
const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
