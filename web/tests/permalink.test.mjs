import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, write } from "../src/find/permalink.js";
import { isDay } from "../src/page/format.js";

const FULL = {
  on: "2022-08-01",
  layers: ["place", "lad"],
  at: { lat: 54.05, lon: -2.8, zoom: 9.1 },
  postcode: "LA1 4YW",
};

test("a state survives being written and read", () => {
  assert.deepEqual(parse(write(FULL)), FULL);
  const { postcode, ...rest } = FULL;
  const withPoint = { ...rest, point: { lon: -2.801234, lat: 54.056789 } };
  assert.deepEqual(parse(write(withPoint)), withPoint);
});

test("the fragment can be read by a person", () => {
  assert.equal(write(FULL), "#on=2022-08-01&layers=place,lad&postcode=LA1+4YW&at=54.0500,-2.8000,9.1");
});

test("no layers is not the same as no word about layers", () => {
  assert.deepEqual(parse("#layers=").layers, []);
  assert.equal(parse("#on=2022-08-01").layers, undefined);
});

test("nonsense is left out", () => {
  assert.deepEqual(parse("#on=2022-02-30&at=1,2&point=a,b"), {});
  assert.deepEqual(parse("#at=99,0,5&point=-2.8,"), {});
  assert.deepEqual(parse(""), {});
});

test("a postcode wins over a point", () => {
  assert.deepEqual(parse("#postcode=LA1+4YW&point=-2.8,54"), { postcode: "LA1 4YW" });
});

test("what a postcode holds cannot become another parameter", () => {
  const { postcode } = parse(write({ postcode: "LA1&on=2020-01-01#x" }));
  assert.equal(postcode, "LA1&on=2020-01-01#x");
});

test("a day is a real day", () => {
  assert.ok(isDay("2024-02-29"));
  for (const no of ["2023-02-29", "2023-2-1", "", null, "2022-13-01"]) assert.ok(!isDay(no), String(no));
});
