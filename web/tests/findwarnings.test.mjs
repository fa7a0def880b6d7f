import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, sizeOf, titleOf } from "../src/find/sought.js";
import { isNear, nearM, warnings } from "../src/find/warnings.js";

const LAYERS = new Map([["lad-1", { role: "primary", family_title: "Districts" }], ["lsoa-1", { role: "block", family_title: "LSOAs" }]]);
const area = (more) => ({ family: "lad", layer: "lad-1", code: "A", name: "Preston", certain: true, doubt: null, boundary_distance_m: 5000, alternatives: [], perhaps_none: false, ...more });
const answer = (areas, point = {}, postcode = { postcode: "PR1 1AA" }) => ({ areas, postcode, point: { uncertainty_m: 10, apart_m: null, ...point } });

test("far from every border nothing is warned of", () => {
  assert.deepEqual(warnings(answer([area()]), LAYERS), []);
});

test("doubt names what else it may be", () => {
  const [warning] = warnings(answer([area({ certain: false, doubt: "place", basis: { code: "boundary-within-position-error" }, boundary_distance_m: 20, perhaps_none: true, alternatives: ["Wyre", "Fylde", "Chorley", "Pendle"].map((name) => ({ name })) })]), LAYERS);
  assert.equal(warning.title, "This postcode is near or across a border");
  assert.deepEqual(warning.items, ["Districts: Preston, or Wyre, or Fylde, or Chorley, or 1 more, or none"]);
});

test("a late date is no doubt about a place", () => {
  assert.deepEqual(warnings(answer([area({ certain: false, doubt: "date" })]), LAYERS), []);
});

test("a near boundary is told with its distance; blocks have one everywhere", () => {
  const [warning, ...rest] = warnings(answer([area({ boundary_distance_m: 62.4 }), area({ layer: "lsoa-1", boundary_distance_m: 3 })]), LAYERS);
  assert.equal(warning.title, "A boundary is 62 m away");
  assert.deepEqual(warning.items, ["Districts: Preston"]);
  assert.deepEqual(rest, []);
});

test("what is near depends on how well the place is known", () => {
  assert.equal(nearM(answer([])), 200);
  assert.equal(nearM(answer([], { uncertainty_m: 1500 })), 1500);
  assert.equal(nearM(answer([]), 1000), 708);
  assert.ok(!isNear({ boundary_distance_m: null }, 200));
});

test("what is looked up has a title and a command", () => {
  assert.equal(commandOf({ postcode: "LA1 4YW" }, "2022-06-30"), 'coterm lookup "LA1 4YW" --on 2022-06-30');
  assert.equal(commandOf({ point: { lon: -2.8, lat: 54 } }, "2022-06-30"), "coterm lookup --point -2.8,54 --on 2022-06-30");
  assert.equal(commandOf({ grid: "SD 476 619" }, "2022-06-30"), "coterm lookup --grid 347650,461950 --on 2022-06-30");
  assert.equal(commandOf({ area: { layer: "lad-1", code: "A" } }, "2022-06-30"), null);
  assert.equal(titleOf({ point: { lon: -2.8, lat: 54 } }), "Point on the map");
  assert.equal(titleOf({ point: { lon: -2.8, lat: 54 }, words: "Read" }), "54.00000° N, 2.80000° W");
  assert.equal(sizeOf({ grid: "SD 47 61" }), 1000);
});
