import assert from "node:assert/strict";
import { test } from "node:test";
import { gridOf, read } from "../src/find/query.js";

const near = (a, b, within = 1e-6) => Math.abs(a - b) <= within;
/** Asserts that text is read as this point. */
function isPoint(text, lat, lon, within = 1e-6) {
  const asked = read(text);
  assert.equal(asked.kind, "point", `${text}: ${JSON.stringify(asked)}`);
  assert.ok(near(asked.point.lat, lat, within) && near(asked.point.lon, lon, within), `${text}: ${JSON.stringify(asked.point)}`);
  return asked;
}
function isGrid(text, easting, northing, size) {
  const asked = read(text);
  assert.equal(asked.kind, "grid", `${text}: ${JSON.stringify(asked)}`);
  assert.deepEqual([asked.grid.easting, asked.grid.northing, asked.grid.size], [easting, northing, size], text);
  return asked;
}

test("postcodes are known in any case and spacing", () => {
  for (const text of ["LA1 4YW", "la14yw", " LA1  4YW ", "l a 1 4 y w", "LA1\u00a04YW", "la1-4yw"]) {
    assert.deepEqual(read(text), { kind: "postcode", postcode: "LA1 4YW" }, text);
  }
  for (const text of ["M1 1AA", "EC1A 1BB", "ZZ99 9ZZ", "SK13 8AR", "SD4 6NE"]) assert.equal(read(text).kind, "postcode", text);
});

test("decimal degrees are read in either order, and it is said which was taken", () => {
  assert.match(isPoint("54.0108, -2.7877", 54.0108, -2.7877).words, /latitude first/);
  assert.match(isPoint("-2.7877, 54.0108", 54.0108, -2.7877).words, /longitude first/);
  for (const text of ["54.0108 -2.7877", "54.0108;-2.7877", "54.0108,-2.7877", "54.0108 −2.7877", "(54.0108, -2.7877)", "[54.0108, -2.7877]", "54.0108/-2.7877", "+54.0108, -2.7877"]) isPoint(text, 54.0108, -2.7877);
  isPoint("54,0108; -2,7877", 54.0108, -2.7877);
  isPoint("54,0108 -2,7877", 54.0108, -2.7877);
  isPoint("POINT (-2.7877 54.0108)", 54.0108, -2.7877);
});

test("letters and words of the compass decide the order and the sign", () => {
  for (const text of ["54.0108N 2.7877W", "54.0108 N, 2.7877 W", "N54.0108 W2.7877", "2.7877W, 54.0108N", "54.0108° N, 2.7877° W", "54.0108° north, 2.7877° west",
    "lat 54.0108 lon -2.7877", "lon=-2.7877 lat=54.0108", "latitude: 54.0108, longitude: -2.7877", '{"lat": 54.0108, "lng": -2.7877}', "W 2.7877 N 54.0108"]) {
    isPoint(text, 54.0108, -2.7877);
  }
  isPoint("51.5 N, 0.1 E", 51.5, 0.1);
});

test("degrees, minutes and seconds", () => {
  const [lat, lon] = [54 + 0 / 60 + 38.9 / 3600, -(2 + 47 / 60 + 15.7 / 3600)];
  for (const text of [`54°00'38.9"N 2°47'15.7"W`, "54° 00′ 38.9″ N, 2° 47′ 15.7″ W", "54 00 38.9 N 2 47 15.7 W", "N54 00 38.9 W2 47 15.7", `54°00'38.9", -2°47'15.7"`, "54 0 38.9, -2 47 15.7", "54:00:38.9N 2:47:15.7W", "54°00’38.9”N 2°47’15.7”W", "54°00'38.9''N 2°47'15.7''W", "54 deg 0 min 38.9 sec N 2 deg 47 min 15.7 sec W"]) {
    isPoint(text, lat, lon);
  }
  isPoint("54° 0.648' N, 2° 47.262' W", 54 + 0.648 / 60, -(2 + 47.262 / 60));
});

test("links to maps", () => {
  for (const link of ["https://www.google.com/maps/@54.0108,-2.7877,15z", "https://www.openstreetmap.org/?mlat=54.0108&mlon=-2.7877#map=16/54.1/-2.9", "https://www.openstreetmap.org/#map=16/54.0108/-2.7877", "https://maps.google.com/?q=54.0108,-2.7877", "https://maps.apple.com/?ll=54.0108%2C-2.7877", "geo:54.0108,-2.7877", "@54.0108,-2.7877,12z", "mlat=54.0108&mlon=-2.7877", "https://www.bing.com/maps?cp=54.0108~-2.7877&lvl=14"]) {
    isPoint(link, 54.0108, -2.7877);
  }
  // The pin is what was meant, not the middle of the view.
  isPoint("https://www.google.com/maps/place/Lancaster/@54.2,-2.9,12z/data=!4m5!3m4!1s0x0!8m2!3d54.0108!4d-2.7877", 54.0108, -2.7877);
  assert.match(read("https://maps.app.goo.gl/abc").problem, /does not say where/);
});

test("a grid reference is a square: its middle, and its size", () => {
  isGrid("SD 476 619", 347650, 461950, 100);
  isGrid("sd476619", 347650, 461950, 100);
  assert.match(isGrid("SD4761", 347500, 461500, 1000).words, /SD 47 61 is a square of 1 km/);
});

test("a grid reference of each length", () => {
  isGrid("SD46", 345000, 465000, 10_000);
  isGrid("SD 4765 6195", 347655, 461955, 10);
  isGrid("SD 47650 61950", 347650.5, 461950.5, 1);
  isGrid("SV 00 00", 500, 500, 1000);
  isGrid("TQ 30 80", 530500, 180500, 1000);
  isGrid("NT 25 73", 325500, 673500, 1000);
  isGrid("HP 60 10", 460500, 1210500, 1000);
  assert.match(read("SD 476 61").problem, /same number of figures/);
});

test("easting and northing", () => {
  for (const text of ["347650 461950", "347650, 461950", "347650,461950", "E347650 N461950", "347,650 E, 461,950 N", "347,650 461,950", "N461950 E347650", "easting 347650 northing 461950", "347650.0 461950.0", "347650461950"]) {
    assert.match(isGrid(text, 347650, 461950, 1).words, /easting 347,650, northing 461,950/, text);
  }
  assert.match(read("900000 461950").problem, /less than 700,000/);
  assert.match(read("-347650 461950").problem, /Easting and northing/);
});

test("names and codes of areas are neither", () => {
  for (const text of ["Preston", "E07000123", "QE1-2022-LANCASHIRE", "Blackburn with Darwen", "01E", "Westmorland", "St Helens", "Lancaster 019A", "NHS Morecambe Bay CCG", "LA1", "HELLO", "South Ribble", "West Lancashire"]) {
    assert.equal(read(text).kind, "name", text);
  }
});

test("what is not understood is answered by what to type", () => {
  for (const [text, says] of [["", /Type a postcode/], ["   ", /Type a postcode/], ["54.0108", /Two numbers/], ["48.85, 2.35", /not in Britain/], ["54°70'N 2°10'W", /less than 60/], ["54 N 2 N", /one longitude/], ["95 N, 2 W", /at most 90/]]) {
    const asked = read(text, "FY4 3DW");
    assert.equal(asked.kind, "problem", text);
    assert.match(asked.problem, says, text);
  }
  assert.match(read("", "FY4 3DW").problem, /such as FY4 3DW/);
});

test("a reference of a link is read as it was written", () => {
  for (const text of ["SD 476 619", "347650 461950", "SD46"]) assert.equal(gridOf(gridOf(text).reference).easting, gridOf(text).easting);
  for (const no of ["LA1 4YW", "54, -2", "", "x"]) assert.equal(gridOf(no), null);
});
