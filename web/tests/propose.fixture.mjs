/** Building blocks for tests: squares in a grid, each of a district of 4 by 4, with figures of its own. */
import { indexBlocks } from "../src/propose/blocks.js";

/** A generator of numbers from 0 to 1 that a seed fixes (mulberry32). */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The server's reply for a grid of so many columns and rows; block 0 is in the north-west. */
export function reply(columns, rows = columns, { side = 1000 / 3 } = {}) {
  const next = random(7);
  const size = columns * rows;
  const all = Array.from({ length: size }, (_, i) => [i % columns, Math.floor(i / columns)]);
  const borders = all.flatMap(([x, y], i) => [...(x + 1 < columns ? [[i, i + 1, side]] : []), ...(y + 1 < rows ? [[i, i + columns, side]] : [])]);
  const across = Math.ceil(columns / 4);
  const layerOf = (cell, name) => {
    const wide = Math.ceil(columns / cell);
    const of = all.map(([x, y]) => Math.floor(y / cell) * wide + Math.floor(x / cell));
    return { areas: Array.from({ length: Math.max(...of) + 1 }, (_, i) => ({ code: `${name[0]}${i}`, name: `${name} ${i}` })), of };
  };
  return {
    layer: "lsoa-2011",
    within: null,
    weight: { unit: "live postcodes", source: "made up" },
    codes: all.map((_, i) => `E01${String(i).padStart(6, "0")}`),
    names: all.map(([x, y]) => `Block ${x}.${y}`),
    weights: all.map(() => Math.floor(next() * 100)),
    postcodes: all.map(() => Math.floor(next() * 100)),
    area_m2: all.map(() => side * side),
    outline_m: all.map(() => 4 * side),
    at: all.map(([x, y]) => [-3 + x / 100, 54 - y / 170]),
    borders,
    outside: [],
    district_layer: "lad-2021",
    layers: { "lad-2021": layerOf(4, "District"), "place-2022": layerOf(Math.max(1, across * 2), "Place") },
    attribution: "",
  };
}

export const grid = (columns, rows, options) => indexBlocks(reply(columns, rows, options));
