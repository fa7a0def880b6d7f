import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, blocksOf, isLocked, lock, newProposal, NONE, positions, redo, undo } from "../src/propose/assignment.js";
import { indexBlocks, neighboursOf, sum, tileId } from "../src/propose/blocks.js";
import { addArea, merge, remove, rename, split } from "../src/propose/changes.js";
import { createGrid } from "../src/propose/grid.js";
import { matching, moved } from "../src/propose/matching.js";
import { partsOf } from "../src/propose/parts.js";
import { createScore, deviation, perimeter, polsbyPopper } from "../src/propose/score.js";
import { addEntry, newSession } from "../src/propose/session.js";
import { brush, DIRECTIONS, flood, paintable, rectangle, towards, wholeDistrict } from "../src/propose/selection.js";
import { grid, random, reply } from "./propose.fixture.mjs";

/** Makes a proposal with areas and a score that follows it. */
function scored(blocks, areas = 0) {
  const proposal = newProposal(blocks.size, "Test");
  const score = createScore(blocks, proposal.of, "place-2022");
  proposal.listeners.push(score);
  for (let i = 0; i < areas; i++) addArea(proposal);
  return { proposal, score };
}

function paint(proposal, blocks, to) {
  const step = begin(proposal, "paint");
  step.paint(blocks, to);
  return step.end();
}

/** All that a score says, as plain data. */
function said(score, blocks, count) {
  const rows = Array.from({ length: count + 1 }, (_, i) => {
    const row = score.row(i - 1);
    const sorted = (map) => [...map].sort(([a], [b]) => a - b);
    return { ...row, districts: sorted(row.districts), was: sorted(row.was), perimeter: perimeter(row), compact: polsbyPopper(row), parts: score.parts(i - 1), splits: score.splitsOf(i - 1), inPart: score.coveredInPartBy(i - 1) };
  });
  return { rows, splits: score.splits(), inPart: score.coveredInPart() };
}

test("blocks know their neighbours, their districts, and their numbers in tiles", () => {
  const blocks = grid(5);
  assert.deepEqual([...neighboursOf(blocks, 6)].sort((a, b) => a - b), [1, 5, 7, 11]);
  assert.equal(blocks.districts.areas[blocks.districts.of[0]].name, "District 0");
  assert.equal(tileId("E01012666"), 401012667);
  assert.equal(tileId("E07000117"), 407000118);
  assert.ok(Number.isNaN(tileId("QE1-2022-BLACKPOOL")));
});

test("figures are rounded so little that it does not matter, and so much that sums are exact", () => {
  const given = reply(30);
  const next = random(3);
  given.area_m2 = given.area_m2.map(() => 30_000 + next() * 1e8);
  const blocks = indexBlocks(given);
  given.area_m2.forEach((value, i) => assert.ok(Math.abs(blocks.ground[i] / value - 1) < 1e-9));
  const shuffled = [...blocks.ground].sort();
  assert.equal(sum(shuffled), sum(blocks.ground));
});

test("a step takes blocks from one area to another, and back, and again", () => {
  const blocks = grid(4);
  const { proposal } = scored(blocks, 2);
  paint(proposal, [0, 1, 2], 0);
  paint(proposal, [2, 3], 1);
  assert.deepEqual([...proposal.of.slice(0, 5)], [0, 0, 1, 1, NONE]);
  undo(proposal);
  assert.deepEqual([...proposal.of.slice(0, 5)], [0, 0, 0, NONE, NONE]);
  redo(proposal);
  assert.deepEqual([...proposal.of.slice(0, 5)], [0, 0, 1, 1, NONE]);
  assert.equal(redo(proposal), undefined);
});

test("a step that changes nothing is none, and a new step forgets what was undone", () => {
  const { proposal } = scored(grid(4), 1);
  const steps = proposal.done.length;
  assert.equal(paint(proposal, [], 0), false);
  const step = begin(proposal, "there and back");
  step.paint([1], 0);
  step.paint([1], NONE);
  assert.equal(step.end(), false);
  assert.equal(proposal.done.length, steps);
  paint(proposal, [1], 0);
  undo(proposal);
  paint(proposal, [2], 0);
  assert.equal(proposal.undone.length, 0);
});

test("a step that is cancelled leaves nothing behind", () => {
  const blocks = grid(4);
  const { proposal, score } = scored(blocks, 1);
  const before = said(score, blocks, 1);
  const step = begin(proposal, "paint");
  step.paint([1, 2, 3], 0);
  step.cancel();
  assert.deepEqual(said(score, blocks, 1), before);
});

test("steps hold differences only", () => {
  const blocks = grid(40);
  const { proposal } = scored(blocks, 2);
  paint(proposal, [5], 1);
  assert.deepEqual([...proposal.done.at(-1).blocks], [5, NONE, 1]);
});

test("areas are added, renamed, merged, split and removed, each in a step that can be undone", () => {
  const blocks = grid(4);
  const { proposal } = scored(blocks);
  const north = addArea(proposal, "North", [0, 1, 2, 3, 12]);
  const south = addArea(proposal, "South", [8, 9]);
  assert.ok(rename(proposal, north, "  The   north "));
  assert.equal(proposal.areas[north].name, "The north");
  const part = partsOf(blocks, proposal.of, north)[1];
  const detached = split(proposal, north, part);
  assert.deepEqual(blocksOf(proposal, detached), [12]);
  assert.ok(merge(proposal, south, detached));
  assert.deepEqual(blocksOf(proposal, detached), [8, 9, 12]);
  assert.deepEqual(positions(proposal), [north, detached]);
  assert.ok(remove(proposal, north));
  assert.deepEqual(positions(proposal), [detached]);
  while (undo(proposal));
  assert.deepEqual(positions(proposal), []);
  assert.ok(proposal.of.every((area) => area === NONE));
  while (redo(proposal));
  assert.deepEqual(positions(proposal), [detached]);
});

test("areas have codes, names and colours of their own", () => {
  const { proposal } = scored(grid(4), 14);
  const areas = proposal.areas.filter(Boolean);
  assert.equal(new Set(areas.map(({ code }) => code)).size, 14);
  assert.equal(new Set(areas.slice(0, 12).map(({ colour }) => colour)).size, 12);
});

test("what is in no area is no area", () => {
  const blocks = grid(4);
  const { proposal, score } = scored(blocks);
  assert.deepEqual(positions(proposal), []);
  assert.equal(score.row(NONE).blocks, 16);
  assert.equal(score.splits().length, 0);
  addArea(proposal, "One", [0]);
  assert.deepEqual([score.splits(), score.coveredInPart()], [[], [0]], "the rest of the district is in no area");
  assert.deepEqual([score.splitsOf(0), score.coveredInPartBy(0)], [[], [0]]);
  assert.equal(score.row(NONE).blocks, 15);
});

test("no tool changes a locked area", () => {
  const blocks = grid(4);
  const { proposal } = scored(blocks, 2);
  paint(proposal, [0, 1], 0);
  lock(proposal, 0, true);
  assert.ok(isLocked(proposal, 0));
  assert.deepEqual(paintable(proposal, [0, 1, 2], 1, false), [2]);
  assert.deepEqual(paintable(proposal, [4, 5], 0, false), [], "nothing comes to it either");
  assert.equal(remove(proposal, 0), false);
  assert.equal(merge(proposal, 1, 0), false);
  lock(proposal, 0, false);
  assert.deepEqual(paintable(proposal, [0, 1, 2], 1, false), [0, 1, 2]);
});

test("a lock is no step: undo and redo leave it as it is", () => {
  const { proposal } = scored(grid(4), 2);
  rename(proposal, 0, "North");
  lock(proposal, 0, true);
  undo(proposal);
  assert.equal(proposal.areas[0].name, "Area 1");
  assert.ok(isLocked(proposal, 0));
  lock(proposal, 0, false);
  redo(proposal);
  assert.equal(proposal.areas[0].name, "North");
  assert.equal(isLocked(proposal, 0), false);
});

test("a district is split if areas share it, or if a part of it is in no area or not on the ground", () => {
  const whole = reply(8);
  const west = whole.codes.flatMap((_, block) => (block % 8 < 6 ? [block] : []));
  const only = (list) => west.map((block) => list[block]);
  const cut = {
    ...whole,
    codes: only(whole.codes),
    borders: [],
    layers: Object.fromEntries(Object.entries(whole.layers).map(([id, { areas, of }]) => [id, { areas, of: only(of) }])),
  };
  const blocks = indexBlocks(cut, whole);
  assert.deepEqual([...blocks.beyond], [0, 8, 0, 8]);
  const { proposal, score } = scored(blocks, 2);
  assert.deepEqual(score.splits(), [], "nothing is in an area");
  paint(proposal, wholeDistrict(blocks, 0), 0);
  assert.deepEqual(score.splits(), []);
  paint(proposal, wholeDistrict(blocks, 4), 0);
  assert.deepEqual([score.splits(), score.coveredInPart()], [[], [1]], "its east is not on the ground");
  paint(proposal, [0], 1);
  assert.deepEqual([score.splits(), score.coveredInPart()], [[0], [1]]);
  assert.deepEqual(score.splitsOf(1), [0]);
  paint(proposal, [0], NONE);
  assert.deepEqual([score.splits(), score.coveredInPart()], [[], [0, 1]], "a block is in no area");
});

test("“only unassigned” leaves what is in an area where it is", () => {
  const { proposal } = scored(grid(4), 2);
  paint(proposal, [0, 1], 0);
  assert.deepEqual(paintable(proposal, [0, 1, 2, 3], 1, true), [2, 3]);
});

test("tools mean blocks", () => {
  const blocks = grid(12);
  const places = createGrid(blocks.at);
  const { proposal } = scored(blocks, 2);
  assert.deepEqual(brush(places, blocks.at[5], 0, 5), [5]);
  assert.deepEqual(brush(places, blocks.at[30], 700, 30).sort((a, b) => a - b), [18, 29, 30, 31, 42]);
  assert.deepEqual(rectangle(places, blocks.at[13], blocks.at[26]).sort((a, b) => a - b), [13, 14, 25, 26]);
  assert.deepEqual(rectangle(places, blocks.at[26], blocks.at[13]).length, 4, "whichever corner comes first");
  assert.equal(wholeDistrict(blocks, 0).length, 16);
  paint(proposal, Array.from({ length: 12 }, (_, i) => 48 + i), 0);
  assert.equal(flood(blocks, proposal.of, 0, false).length, 48, "to the area's line");
  assert.equal(flood(blocks, proposal.of, 0, true).length, 16, "to the district's line");
});

test("the grid finds the same as looking at all places", () => {
  const next = random(5);
  const at = Array.from({ length: 500 }, () => [-3 + next(), 53 + next()]);
  const places = createGrid(at);
  for (let i = 0; i < 40; i++) {
    const [w, s] = [-3.2 + next() * 1.2, 52.9 + next()];
    const found = rectangle(places, [w, s], [w + 0.3, s + 0.2]).sort((a, b) => a - b);
    const all = at.flatMap(([x, y], k) => (x >= w && x <= w + 0.3 && y >= s && y <= s + 0.2 ? [k] : []));
    assert.deepEqual(found, all);
  }
  assert.deepEqual(createGrid([]).size, 0);
  assert.deepEqual(brush(createGrid([[0, 0]]), [0, 0], 10), [0]);
});

test("arrow keys go to the neighbour in that direction, and to none across the coast", () => {
  const blocks = grid(4);
  const places = createGrid(blocks.at);
  assert.equal(towards(blocks, places, 5, DIRECTIONS.ArrowUp), 1);
  assert.equal(towards(blocks, places, 5, DIRECTIONS.ArrowDown), 9);
  assert.equal(towards(blocks, places, 5, DIRECTIONS.ArrowLeft), 4);
  assert.equal(towards(blocks, places, 5, DIRECTIONS.ArrowRight), 6);
  assert.equal(towards(blocks, places, 0, DIRECTIONS.ArrowUp), undefined);
});

test("compactness, outline and parts are those of the shape", () => {
  const blocks = grid(6, 6, { side: 100 });
  const { proposal, score } = scored(blocks, 1);
  paint(proposal, [0, 1, 6, 7, 35], 0);
  const row = score.row(0);
  assert.equal(perimeter(row), 800 + 400);
  assert.ok(Math.abs(polsbyPopper(row) - (4 * Math.PI * 50_000) / 1200 ** 2) < 1e-12);
  assert.deepEqual(score.parts(0).map((part) => part.length), [4, 1]);
  assert.ok(Math.abs(deviation(110, 100) - 0.1) < 1e-12);
});

test("only the areas that a stroke touches are told", () => {
  const { proposal, score } = scored(grid(6), 3);
  score.touched();
  paint(proposal, [3, 4], 1);
  assert.deepEqual(score.touched().sort(), [NONE, 1]);
  paint(proposal, [4], 2);
  assert.deepEqual(score.touched().sort(), [1, 2]);
  assert.deepEqual(score.touched(), []);
});

test("the score depends on the assignment alone, whatever the order of strokes, undos and redos", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const next = random(seed);
    const given = reply(9, 7);
    given.weights = given.weights.map(() => next() * 1000);
    given.area_m2 = given.area_m2.map(() => next() * 1e8);
    given.outline_m = given.outline_m.map(() => 5000 + next() * 1e4);
    given.borders = given.borders.map(([i, j]) => [i, j, next() * 1000]);
    const blocks = indexBlocks(given);
    const { proposal, score } = scored(blocks, 3);
    for (let i = 0; i < 120; i++) {
      const chance = next();
      const any = () => positions(proposal)[Math.floor(next() * positions(proposal).length)] ?? NONE;
      if (chance < 0.2) undo(proposal);
      else if (chance < 0.35) redo(proposal);
      else if (chance < 0.4) addArea(proposal, undefined, [Math.floor(next() * blocks.size)]);
      else if (chance < 0.44) remove(proposal, any());
      else if (chance < 0.48) merge(proposal, any(), any());
      else if (chance < 0.52) split(proposal, any(), score.parts(any())[1] ?? []);
      else {
        const to = next() < 0.2 ? NONE : any();
        const step = begin(proposal, "stroke");
        for (let k = 0; k < 4; k++) step.paint(paintable(proposal, [Math.floor(next() * blocks.size), Math.floor(next() * blocks.size)], to, next() < 0.2), to);
        if (next() < 0.1) step.cancel();
        else step.end();
      }
    }
    const count = proposal.areas.length;
    assert.deepEqual(said(score, blocks, count), said(createScore(blocks, proposal.of, "place-2022"), blocks, count), `seed ${seed}`);
    while (undo(proposal));
    assert.deepEqual(said(score, blocks, count), said(createScore(blocks, newProposal(blocks.size, "").of, "place-2022"), blocks, count));
  }
});

test("areas are matched so that the least weight moves", () => {
  assert.deepEqual(matching([[5, 4], [5, 1]]), [1, 0]);
  assert.deepEqual(matching([[0, 0], [0, 3]]), [-1, 1]);
  assert.deepEqual(matching([[1, 2, 3]]), [2]);
  assert.deepEqual(matching([[1], [2], [3]]), [-1, -1, 0]);
  assert.deepEqual(matching([]), []);
  assert.deepEqual(moved([new Map([[0, 5], [1, 4]]), new Map([[0, 5], [-1, 2]])], new Map([[1, 3], [-1, 9]]), 2), { moved: 10, total: 19 });
  // Against all ways of matching, for small tables.
  const next = random(11);
  const best = (gains, row = 0, used = new Set()) => row === gains.length ? 0
    : Math.max(best(gains, row + 1, used), ...gains[row].map((gain, c) => (used.has(c) ? 0 : gain + best(gains, row + 1, new Set([...used, c])))));
  for (let i = 0; i < 100; i++) {
    const columns = 1 + Math.floor(next() * 4);
    const gains = Array.from({ length: 1 + Math.floor(next() * 4) }, () => Array.from({ length: columns }, () => Math.floor(next() * 10)));
    const got = matching(gains).reduce((total, c, r) => total + (c < 0 ? 0 : gains[r][c]), 0);
    assert.equal(got, best(gains), JSON.stringify(gains));
  }
});

for (const [columns, rows] of [[36, 36], [182, 182]]) {
  test(`a stroke over ${columns * rows} blocks (timing is told, not tested)`, (t) => {
    const blocks = grid(columns, rows);
    const { proposal, score } = scored(blocks, 12);
    const areas = Array.from({ length: blocks.size }, (_, i) => Math.floor((i / blocks.size) * 12));
    for (let area = 0; area < 12; area++) paint(proposal, areas.flatMap((one, i) => (one === area ? [i] : [])), area);
    const times = [];
    for (let i = 0; i < 60; i++) {
      const began = performance.now();
      const step = begin(proposal, "stroke");
      step.paint(brush(createdGrid(blocks), blocks.at[(i * 97) % blocks.size], 3000), i % 12);
      step.end();
      for (const position of score.touched()) score.parts(position);
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    t.diagnostic(`${blocks.size} blocks: median ${times[30].toFixed(2)} ms, worst ${times.at(-1).toFixed(2)} ms a stroke, with parts`);
    assert.ok(proposal.done.length > 12);
  });
}

const grids = new Map();
const createdGrid = (blocks) => grids.get(blocks) ?? (grids.set(blocks, createGrid(blocks.at)), grids.get(blocks));

test("a lock leaves a proposal as saved as it was, and the server's score its own", () => {
  const session = newSession({ within: "", start: "", against: "", weight: "", kind: "place" }, grid(4));
  const entry = addEntry(session, newProposal(16, "Test"));
  addArea(entry.proposal);
  Object.assign(entry, { saved: true, current: true });
  lock(entry.proposal, 0, true);
  assert.deepEqual([entry.saved, entry.current], [true, true]);
  rename(entry.proposal, 0, "North");
  assert.deepEqual([entry.saved, entry.current], [false, false]);
});
