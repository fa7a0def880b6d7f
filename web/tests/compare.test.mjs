import assert from "node:assert/strict";
import { test } from "node:test";
import { changingFamilies, comparable, datesAgree, defaultPair, layerOn, optionText, shortTitle, twoDays } from "../src/compare/choice.js";
import { contains, ofDifference, ofPair, overlay, pieceAt } from "../src/compare/drawing.js";
import { keyOf } from "../src/compare/legend.js";
import { isLarge, matrixOf, pairs, shade } from "../src/compare/matrix.js";
import { pressed, shown } from "../src/compare/sorting.js";
import { parametersOf, parse, questionOf, toleranceOf } from "../src/compare/state.js";
import { areaName, command, districtWords, ground, list, number, percentage, quantity, tally } from "../src/compare/words.js";

const layer = (id, family, valid_from, valid_to = null, role = "primary") => ({ id, family, family_title: family, title: id, role, valid_from, valid_to, areas: 1 });
const PLACE_2021 = layer("place-2021", "place", "2021-04-01", "2022-07-26");
const PLACE_2022 = layer("place-2022", "place", "2022-07-27");
const UTLA_2021 = layer("utla-2021", "utla", "2021-04-01", "2023-03-31");
const UTLA_2023 = layer("utla-2023", "utla", "2023-04-01");
const LSOA = layer("lsoa-2011", "lsoa", "2011-03-27", null, "block");
const LAND = layer("land", "land", "2011-03-27", null, "backdrop");
const LAYERS = [PLACE_2021, PLACE_2022, UTLA_2021, UTLA_2023, LSOA, LAND];

test("the first pair is the newest health areas and the newest council areas", () => {
  assert.deepEqual(defaultPair(LAYERS), ["place-2022", "utla-2023"]);
  assert.deepEqual(defaultPair([UTLA_2023, layer("lad-2023", "lad", "2023-04-01")]), ["utla-2023", "lad-2023"], "without health areas");
  assert.deepEqual(defaultPair([PLACE_2021, PLACE_2022, LAND]), ["place-2021", "place-2022"], "one family");
  assert.equal(defaultPair([PLACE_2021, LAND]), null, "one layer");
});

test("every layer but the backdrop can be compared, by family, building blocks last", () => {
  assert.deepEqual(comparable(LAYERS).map(({ family, layers }) => [family, layers.length]), [["place", 2], ["utla", 2], ["lsoa", 1]]);
  assert.deepEqual(changingFamilies(LAYERS).map(({ family }) => family), ["place", "utla"]);
});

test("a family at a day is its layer that is valid then; both ends count", () => {
  assert.equal(layerOn(LAYERS, "place", "2022-07-26").id, "place-2021");
  assert.equal(layerOn(LAYERS, "place", "2022-07-27").id, "place-2022");
  assert.equal(layerOn(LAYERS, "place", "2020-01-01"), undefined);
  assert.deepEqual(twoDays(LAYERS, "place"), ["2022-07-26", "2022-07-27"]);
  assert.equal(twoDays(LAYERS, "lsoa"), null);
  assert.ok(datesAgree(LAYERS, "place-2021", "place-2022", ["2021-06-01", "2024-01-01"]));
  assert.ok(!datesAgree(LAYERS, "place-2022", "place-2021", ["2021-06-01", "2024-01-01"]));
});

test("a layer's title has its dates, once", () => {
  assert.equal(optionText({ title: "CCGs, April 2021", valid_from: "2021-04-01", valid_to: null }), "CCGs, April 2021");
  assert.equal(optionText({ title: "Our proposal", valid_from: "2026-04-01", valid_to: null }), "Our proposal (from 1 April 2026)");
  assert.equal(shortTitle({ family_title: "Places", vintage: "2022" }), "Places (2022)");
});

test("a state is read as it was written", () => {
  const state = { a: "place-2021", b: "place-2022", dates: ["2022-07-26", "2022-07-27"], tolerance: 300, weight: "area", difference: 3, map: "swipe" };
  assert.deepEqual(parse(new URLSearchParams(parametersOf(state)), LAYERS), { state, unknown: [] });
  const plain = { a: "place-2022", b: "utla-2023", dates: null, tolerance: null, weight: null, difference: null, map: "lines" };
  assert.deepEqual(parametersOf(plain), { a: "place-2022", b: "utla-2023" });
  assert.deepEqual(parse(new URLSearchParams(parametersOf(plain)), LAYERS).state, plain);
});

test("nonsense in an address is left out, and layers that are not there are named", () => {
  const { state, unknown } = parse(new URLSearchParams("a=nix&b=utla-2023&tolerance=-5&weight=gold&difference=0&map=globe&dates=2022-02-30,x"), LAYERS);
  assert.deepEqual(state, { a: undefined, b: "utla-2023", dates: null, tolerance: null, weight: null, difference: null, map: "lines" });
  assert.deepEqual(unknown, ["nix"]);
});

test("a tolerance is a number of metres within reason; nothing is no tolerance, and not 0", () => {
  assert.deepEqual(["0", "12.5", "10000", "10001", "-1", "", " ", null, "1e9", "ten"].map(toleranceOf), [0, 12.5, 10000, null, null, null, null, null, null, null]);
  assert.deepEqual(questionOf({ tolerance: 0, weight: null }), { tolerance: "0" });
});

test("the command says the same", () => {
  assert.equal(command({ a: "place-2022", b: "utla-2023", tolerance: null, weight: null }), "coterm compare place-2022 utla-2023");
  assert.equal(command({ a: "place-2022", b: "utla-2023", tolerance: 0, weight: "area" }), "coterm compare place-2022 utla-2023 --tolerance 0 --weight area");
});

test("figures read as in the report", () => {
  assert.deepEqual([0, 0.0001, 0.0423, 0.0994, 0.0996, 0.912, 0.9999, 1 - 1e-12, 1].map(percentage), ["0%", "<0.1%", "4.2%", "9.9%", "10%", "91%", ">99%", "100%", "100%"]);
  assert.deepEqual([null, 7479, 0.25, 12.4].map(number), ["not known", "7,479", "0.3", "12"]);
  assert.equal(quantity(1, "live postcodes"), "1 live postcode");
  assert.equal(quantity(1, "people"), "1 person");
  assert.equal(quantity(342, "live postcodes"), "342 live postcodes");
  assert.deepEqual([138_407_837, 12_358_803, 48_045, 80].map(ground), ["138 km²", "12.4 km²", "4.8 ha", "80 m²"]);
  assert.equal(list(["a", "b", "c"]), "a, b and c");
  assert.equal(areaName(null, "Delivery units"), "outside the delivery units");
  const craven = { code: "1", name: "Craven" };
  assert.equal(districtWords({ districts: [craven], district_parts: [{ district: craven, whole: false, localities: ["Bentham", "Ingleton"] }] }), "part of Craven (Bentham and Ingleton)");
});

const verdict = (name, relation, weight) => ({ area: { code: name, name }, complete: weight !== null, relation, weight, reason: "" });
const VERDICTS = [verdict("Ward 10", "coterminous", 5), verdict("Ward 9", "crossing", 7), verdict("Ward 1", "cannot-be-told", null), verdict("Ward 2", "crossing", 70)];
const names = (verdicts) => verdicts.map(({ area }) => area.name);

test("verdicts are sorted by name, verdict or weight, and filtered", () => {
  assert.deepEqual(names(shown(VERDICTS, { column: "name", descending: false }, null)), ["Ward 1", "Ward 2", "Ward 9", "Ward 10"]);
  assert.deepEqual(names(shown(VERDICTS, { column: "verdict", descending: false }, null)), ["Ward 2", "Ward 9", "Ward 1", "Ward 10"]);
  assert.deepEqual(names(shown(VERDICTS, { column: "weight", descending: true }, null)), ["Ward 2", "Ward 9", "Ward 10", "Ward 1"], "not known comes last");
  assert.deepEqual(names(shown(VERDICTS, { column: "weight", descending: false }, null)), ["Ward 10", "Ward 9", "Ward 2", "Ward 1"], "either way");
  assert.deepEqual(names(shown(VERDICTS, { column: "name", descending: true }, "crossing")), ["Ward 9", "Ward 2"]);
  assert.deepEqual(tally(VERDICTS), [["crossing", 2], ["cannot-be-told", 1], ["coterminous", 1]]);
});

test("a second press on a head turns the order round; numbers begin with the greatest", () => {
  assert.deepEqual(pressed({ column: "name", descending: false }, "weight"), { column: "weight", descending: true });
  assert.deepEqual(pressed({ column: "weight", descending: true }, "weight"), { column: "weight", descending: false });
});

const overlap = (a, b, weight, share) => ({ a: a && { code: a, name: a }, b: b && { code: b, name: b }, weight, weight_share_of_a: share, weight_share_of_b: 0, area_m2: 1 });

test("overlaps are laid out in the order of the verdicts, the outside last", () => {
  const comparison = {
    verdicts_a: [verdict("x", "crossing", 1), verdict("y", "crossing", 1)],
    verdicts_b: [verdict("p", "crossing", 1), verdict("q", "crossing", 1), verdict("unmet", "disjoint", 1)],
    matrix: [overlap("y", null, 3, 0.3), overlap("x", "q", 10, 1), overlap("y", "p", 7, 0.7)],
  };
  const { columns, rows } = matrixOf(comparison);
  assert.deepEqual(columns.map((column) => column?.name ?? null), ["p", "q", null]);
  assert.deepEqual(rows.map(({ area, cells }) => [area.name, cells.map((cell) => cell?.weight ?? null)]), [["x", [null, 10, null]], ["y", [7, null, 3]]]);
  assert.ok(!isLarge({ columns, rows }));
  assert.ok(isLarge({ columns: Array(41).fill(null), rows }));
  assert.deepEqual(pairs(comparison.matrix).map(({ weight }) => weight), [10, 7, 3]);
});

test("a cell is darker for a greater share, and any share can be seen", () => {
  assert.deepEqual([null, 0, 1].map(shade), [0, 0, 100]);
  assert.ok(shade(0.001) > 10);
  assert.ok(shade(0.5) > shade(0.1));
});

const square = (west) => ({ type: "Polygon", coordinates: [[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]] });
const piece = (west, a_code, b_code, difference) => ({ type: "Feature", geometry: square(west), properties: { a_code, a_name: a_code, b_code, b_name: b_code, class: "common", difference } });
const PIECES = { features: [piece(0, "x", "p", null), piece(1, "x", "q", 1), piece(2, "y", null, 1)] };

test("pieces are found by difference, by their areas, and by a point", () => {
  assert.deepEqual(ofDifference(PIECES, 1), [square(1), square(2)]);
  assert.deepEqual(ofPair(PIECES, { code: "y" }, null), [square(2)]);
  assert.equal(pieceAt(PIECES, { lon: 1.5, lat: 0.5 }).b_code, "q");
  assert.equal(pieceAt(PIECES, { lon: 9, lat: 0.5 }), undefined);
  const holed = { type: "MultiPolygon", coordinates: [[...square(0).coordinates, [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]]]] };
  assert.ok(contains(holed, { lon: 0.2, lat: 0.5 }) && !contains(holed, { lon: 0.5, lat: 0.5 }));
});

test("each outline has its source", () => {
  const { sources, layers } = overlay({ chosen: [square(0)], pointed: [] }, "light");
  assert.deepEqual(Object.keys(sources), [...new Set(layers.map(({ source }) => source))]);
});

test("the key has the paint of the style, and only what the style draws", () => {
  const layers = [
    { id: "shared", type: "line", paint: { "line-color": "#123456", "line-width": 1.4, "line-opacity": 0.9 } },
    { id: "real-a", type: "line", paint: { "line-color": "#0072b2", "line-width": ["interpolate", ["linear"], ["zoom"], 6, 1, 10, 2.6] } },
    { id: "difference", type: "fill", paint: { "fill-color": "#8e3b8a", "fill-opacity": 0.22 } },
  ];
  const key = keyOf({ layers }, { a: "Places (2022)", b: "Councils", tolerance: 200 });
  assert.deepEqual(key.map(({ samples }) => samples), [
    [{ kind: "line", colour: "#123456", width: 1.4, opacity: 0.9 }],
    [{ kind: "line", colour: "#0072b2", width: 2.6, opacity: 1 }],
    [{ kind: "fill", colour: "#8e3b8a", width: 1, opacity: 0.22 }],
  ]);
  assert.match(key[1].text, /A: Places \(2022\)/);
});
