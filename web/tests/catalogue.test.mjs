import assert from "node:assert/strict";
import { test } from "node:test";
import { changes, drawn, drawnAtFirst, extent, onDay, validOn } from "../src/page/catalogue.js";

const layer = (id, family, valid_from, valid_to, role = "primary") => ({
  id, family, family_title: family.toUpperCase(), role, valid_from, valid_to,
  extent: { spatial: { bbox: [[-3, 53, -2, 54]] } },
});
const ALL = [
  layer("lsoa-2011", "lsoa", "2011-03-27", null, "block"),
  layer("lad-2021", "lad", "2021-04-01", "2023-03-31"),
  layer("lad-2023", "lad", "2023-04-01", null),
  layer("ccg-2021", "ccg", "2021-04-01", "2022-06-30"),
  layer("place-2021", "place", "2021-04-01", "2022-07-26"),
  layer("place-2022", "place", "2022-07-27", null),
  layer("zone-1", "zone", null, null),
  layer("lad-2024-buc", "lad", "2024-05-01", null, "drawing"),
  layer("land", "land", null, null, "backdrop"),
];
const ids = (layers) => layers.map(({ id }) => id);

test("both ends of a layer's validity count", () => {
  const ccg = ALL[3];
  assert.ok(validOn(ccg, "2021-04-01") && validOn(ccg, "2022-06-30"));
  assert.ok(!validOn(ccg, "2021-03-31") && !validOn(ccg, "2022-07-01"));
});

test("a family's switch stays when the date swaps its layer", () => {
  const on = new Set(["place", "lad"]);
  assert.deepEqual(ids(drawn(onDay(ALL, "2022-06-30"), on)), ["lad-2021", "place-2021"]);
  assert.deepEqual(ids(drawn(onDay(ALL, "2022-08-01"), on)), ["lad-2021", "place-2022"]);
  assert.deepEqual(ids(drawn(onDay(ALL, "2023-05-01"), on)), ["lad-2023", "place-2022"]);
});

test("families come in the catalogue's order, building blocks last", () => {
  const { groups } = onDay(ALL, "2022-06-30");
  assert.deepEqual(groups.map(({ family }) => family), ["lad", "ccg", "place", "zone", "lsoa"]);
});

test("a family with no layer on the day rests, with its nearest layer", () => {
  const { resting } = onDay(ALL, "2022-08-01");
  assert.deepEqual(resting.map(({ family, layer }) => [family, layer.id]), [["ccg", "ccg-2021"]]);
  const early = onDay(ALL, "2015-01-01").resting.find(({ family }) => family === "place");
  assert.equal(early.layer.id, "place-2021");
});

test("two valid layers of one family have a switch each", () => {
  const two = [...ALL, layer("zone-2", "zone", "2020-01-01", null)];
  const { switches } = onDay(two, "2022-08-01").groups.find(({ family }) => family === "zone");
  assert.deepEqual(switches.map(({ key, layer }) => [key, layer.id]), [["zone", "zone-2"], ["zone-1", "zone-1"]]);
});

test("drawings are switched by their own id and the backdrop not at all", () => {
  const day = onDay(ALL, "2022-08-01");
  assert.deepEqual(day.drawings.map(({ key }) => key), ["lad-2024-buc"]);
  assert.deepEqual(ids(drawn(day, new Set(["lad-2024-buc", "land"]))), ["lad-2024-buc"]);
});

test("places and districts are drawn at first, or else the first family that there is", () => {
  assert.deepEqual(drawnAtFirst(ALL), ["place", "lad"]);
  assert.deepEqual(drawnAtFirst(ALL.filter(({ family }) => !["place", "lad"].includes(family))), ["ccg"]);
  assert.deepEqual(drawnAtFirst([]), []);
});

test("the days of change are those on which primary areas begin or cease to be valid", () => {
  assert.deepEqual(changes(ALL), [
    { day: "2021-04-01", families: ["LAD", "CCG", "PLACE"] },
    { day: "2022-07-01", families: ["CCG"] },
    { day: "2022-07-27", families: ["PLACE"] },
    { day: "2023-04-01", families: ["LAD"] },
  ]);
  assert.deepEqual(changes([]), []);
});

test("a layer that ends on the last day of a year changes on the first of the next", () => {
  assert.equal(changes([layer("zone-1", "zone", null, "2024-12-31")])[0].day, "2025-01-01");
});

test("the extent is that of the primary layers", () => {
  assert.deepEqual(extent(ALL), [-3, 53, -2, 54]);
  assert.equal(extent([]), null);
});
