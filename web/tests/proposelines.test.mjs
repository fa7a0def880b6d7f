import assert from "node:assert/strict";
import { test } from "node:test";
import { createAreaLines } from "../src/propose/arealines.js";
import { NONE } from "../src/propose/assignment.js";
import { neighboursOf } from "../src/propose/blocks.js";
import { brush } from "../src/propose/selection.js";
import { createGrid } from "../src/propose/grid.js";
import { grid, random } from "./propose.fixture.mjs";

/** Makes the lines of an assignment, and the states that the map would have of them. */
function drawn(blocks) {
  const states = new Map();
  let calls = 0;
  const lines = createAreaLines(blocks, (left, state) => {
    calls++;
    states.set(left, { ...states.get(left), ...state });
  });
  return { lines, states, calls: () => calls };
}

/** Every line that the map draws, as "LEFT RIGHT". */
const shown = (states) => [...states].flatMap(([left, rights]) => Object.entries(rights).flatMap(([right, on]) => (on ? [`${left} ${right}`] : []))).sort();

/** Every border between blocks of different areas, found by looking at all. */
const expected = (blocks, of) => blocks.codes.flatMap((code, block) => [...neighboursOf(blocks, block)].flatMap((other) => (other > block && of[block] !== of[other] ? [`${code} ${blocks.codes[other]}`] : []))).sort();

test("a line is drawn exactly where neighbours are in different areas, whatever was painted before", () => {
  const blocks = grid(9, 7);
  const { lines, states } = drawn(blocks);
  const of = new Int16Array(blocks.size).fill(NONE);
  const next = random(3);
  for (let i = 0; i < 200; i++) {
    const changed = Array.from({ length: 3 }, () => Math.floor(next() * blocks.size));
    for (const block of changed) of[block] = Math.floor(next() * 4) - 1;
    lines.update(of, changed);
    assert.deepEqual(shown(states), expected(blocks, of), `stroke ${i}`);
  }
});

test("only the lines that a stroke changes are told", () => {
  const blocks = grid(20);
  const { lines, calls } = drawn(blocks);
  const of = new Int16Array(blocks.size).fill(0);
  lines.update(of, blocks.codes.keys());
  assert.equal(calls(), 0, "one area has no lines within it");
  of[210] = 1;
  lines.update(of, [210]);
  assert.equal(calls(), 4);
  lines.update(of, [210]);
  assert.equal(calls(), 4, "what has not changed is not told again");
});

test("the first of two blocks is on the left, as in the tiles", () => {
  const blocks = grid(2);
  const { lines, states } = drawn(blocks);
  const of = Int16Array.of(0, 1, 0, 1);
  lines.update(of, [1, 3]);
  assert.deepEqual(shown(states), ["E01000000 E01000001", "E01000002 E01000003"]);
});

test("lines of a stroke over 33,124 blocks (timing is told, not tested)", (t) => {
  const blocks = grid(182);
  const places = createGrid(blocks.at);
  const { lines } = drawn(blocks);
  const of = Int16Array.from({ length: blocks.size }, (_, i) => Math.floor((i / blocks.size) * 12));
  const began = performance.now();
  lines.update(of, blocks.codes.keys());
  const first = performance.now() - began;
  const times = [];
  for (let i = 0; i < 60; i++) {
    const meant = brush(places, blocks.at[(i * 997) % blocks.size], 10_000);
    for (const block of meant) of[block] = i % 12;
    const start = performance.now();
    lines.update(of, meant);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`all: ${first.toFixed(1)} ms; a stroke of a brush of 10 km: median ${times[30].toFixed(2)} ms, worst ${times.at(-1).toFixed(2)} ms`);
});
