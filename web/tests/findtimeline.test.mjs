import assert from "node:assert/strict";
import { test } from "node:test";
import { periodOn, timeline } from "../src/find/timeline.js";
import { Families } from "../src/page/families.js";

const families = new Families(["place", "ccg", "lad"].map((family) => ({ family, role: "primary" })), {});
const area = (family, name, more = {}) => ({ family, layer: `${family}-1`, code: name.toUpperCase(), name, certain: true, doubt: null, ...more });
const DAYS = ["2021-04-01", "2022-07-01", "2022-07-27", "2023-04-01"];
const ANSWERS = [
  { areas: [area("lad", "Lancaster"), area("ccg", "Bay CCG"), area("place", "Bay")], without: [] },
  { areas: [area("lad", "Lancaster"), area("place", "Bay", { certain: false, doubt: "place" })], without: [] },
  { areas: [area("lad", "Lancaster"), area("place", "Lancashire")], without: [{ family: "unit", layer: "unit-1" }] },
  { areas: [area("lad", "Lancaster", { certain: false, doubt: "date" }), area("place", "Lancashire")], without: [{ family: "unit", layer: "unit-1" }] },
];

test("periods in which nothing changes for the place are one, and the last is open", () => {
  assert.deepEqual(timeline(DAYS, ANSWERS, families).periods, [
    { from: "2021-04-01", to: "2022-06-30" },
    { from: "2022-07-01", to: "2022-07-26" },
    { from: "2022-07-27", to: null },
  ]);
});

test("each family is a row, in order, with cells merged while they are the same", () => {
  const { rows } = timeline(DAYS, ANSWERS, families);
  assert.deepEqual(rows.map(({ family, cells }) => [family, ...cells.map(({ name, periods, state }) => `${name || state} ${periods}`)]), [
    ["place", "Bay 2", "Lancashire 1"],
    ["ccg", "Bay CCG 1", "absent 2"],
    ["lad", "Lancaster 3"],
  ]);
});

test("a cell is in doubt if any of its periods is, but not for a late date alone", () => {
  const { rows } = timeline(DAYS, ANSWERS, families);
  assert.deepEqual(rows[0].cells.map(({ certain }) => certain), [false, true]);
  assert.ok(rows[2].cells[0].certain);
});

test("a day belongs to the last period that has begun", () => {
  const { periods } = timeline(DAYS, ANSWERS, families);
  assert.deepEqual(["2020-01-01", "2021-04-01", "2022-07-26", "2030-01-01"].map((on) => periodOn(periods, on)), [-1, 0, 1, 2]);
});
