import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../src/page/format.js";

test("days and months are written out", () => {
  assert.equal(format.day("2022-07-27"), "27 July 2022");
  assert.equal(format.day("2022-06-01"), "1 June 2022");
  assert.equal(format.month("2001-06"), "June 2001");
});

test("what is not a day is shown as it came", () => {
  assert.equal(format.day("soon"), "soon");
  assert.equal(format.day(null), "");
});

test("a period may be open at either end", () => {
  assert.equal(format.period("2021-04-01", "2022-06-30"), "1 April 2021 to 30 June 2022");
  assert.equal(format.period("2022-07-27", null), "from 27 July 2022");
  assert.equal(format.period(null, "2022-06-30"), "until 30 June 2022");
  assert.equal(format.period(null, null), "no dates given");
});

test("distances are no more precise than the data", () => {
  assert.equal(format.distance(0.2), "less than 1 m");
  assert.equal(format.distance(35.2), "35 m");
  assert.equal(format.distance(1234.5), "1.2 km");
  assert.equal(format.distance(23_456), "23 km");
  assert.equal(format.distance(undefined), "unknown");
});

test("counts agree with their noun", () => {
  assert.equal(format.count(1), "1 area");
  assert.equal(format.count(1294), "1,294 areas");
});

test("positions name their hemisphere", () => {
  assert.equal(format.lonLat({ lon: -2.78645, lat: 54.010417 }), "54.01042° N, 2.78645° W");
  assert.equal(format.gridReference({ easting: 348558.2, northing: 457441.9 }), "348,558 E, 457,442 N");
});

test("a postcode is tidied however it was typed", () => {
  for (const typed of ["LA1 4YW", "la14yw", " la1  4yw ", "LA14 YW", "la1-4yw"]) {
    assert.equal(format.postcode(typed), "LA1 4YW");
  }
  assert.equal(format.postcode("LA1"), "LA1");
  assert.equal(format.postcode(" Longridge "), "Longridge");
});

test("the method and its cross-check are two facts", () => {
  assert.equal(format.method({ method: "table" }), "Official code table");
  assert.equal(format.method({ method: "polygon" }), "Drawn boundary (polygon)");
  assert.match(format.crossCheck({ agrees: true }), /agree$/);
  assert.match(format.crossCheck({ agrees: false }), /disagree$/);
  assert.equal(format.crossCheck({ agrees: null }), null);
});

test("how sure an area is takes a few words", () => {
  assert.equal(format.sureness({ certain: true, doubt: null, known_to: "2025-11-30" }), "Certain");
  assert.equal(format.sureness({ certain: false, doubt: "place", known_to: "2025-11-30" }), "Not certain");
  assert.equal(format.sureness({ certain: false, doubt: "defect", known_to: null }), "Not certain");
  assert.equal(format.sureness({ certain: false, doubt: "date", known_to: "2025-11-30" }), "To Nov 2025");
});

test("a terminated postcode says when", () => {
  const gone = { status: "terminated", introduced: "1980-01", terminated: "2001-06" };
  assert.equal(format.standing(gone), "No longer in use: terminated June 2001, introduced January 1980.");
  assert.equal(format.standing({ status: "live", introduced: "1980-01" }), "In use since January 1980.");
  assert.equal(format.standing({ status: "terminated", in_use: "ended", introduced: "1980-01" }), "No longer in use.");
  assert.equal(format.standing({ ...gone, in_use: "yes" }), "In use then; terminated in June 2001.");
  assert.equal(format.standing({ ...gone, used_again: true }), "Terminated in June 2001, and used again later.");
  assert.equal(format.standing({ status: "live", in_use: "unknown" }), "It is not known whether it was in use then.");
});

test("what changed last is said for any day", () => {
  const changes = [
    { day: "2021-04-01", families: ["Places"] },
    { day: "2022-07-27", families: ["Places", "ABC units"] },
  ];
  assert.equal(format.changeWords(changes, "2021-03-31"), "The data starts on 1 April 2021.");
  assert.equal(format.changeWords(changes, "2021-04-01"), "The data starts on this day.");
  assert.equal(format.changeWords(changes, "2022-07-26"), "No change since the data starts, on 1 April 2021.");
  assert.equal(format.changeWords(changes, "2022-07-27"), "Changed on this day: places, ABC units.");
  assert.equal(format.changeWords(changes, "2022-08-01"), "Last change, on 27 July 2022: places, ABC units.");
  assert.equal(format.changeWords([], "2022-08-01"), "");
});
