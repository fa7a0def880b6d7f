import assert from "node:assert/strict";
import { test } from "node:test";
import { areaLayers, foundFeatures, labelFeatures } from "../src/drawing.js";
import { labelPoint } from "../src/labelpoint.js";

const square = (w, s, e, n) => ({ type: "Polygon", coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] });

test("districts and blocks are lines only, places are filled", () => {
  const kinds = (layer) => areaLayers(layer, "light").map(({ type }) => type);
  assert.deepEqual(kinds({ id: "lad-2023", family: "lad", role: "primary" }), ["line"]);
  assert.deepEqual(kinds({ id: "oa-2011", family: "oa", role: "block" }), ["line"]);
  assert.deepEqual(kinds({ id: "place-2022", family: "place", role: "primary" }), ["fill", "line"]);
});

test("a second drawing is dashed", () => {
  const [line] = areaLayers({ id: "lad-2024-buc", family: "lad", role: "drawing" }, "light");
  assert.ok(line.paint["line-dasharray"]);
});

test("of coterminous areas the lower outline is wider, so that both show", () => {
  const found = [
    { family: "ccg", geometry: square(0, 0, 2, 2) },
    { family: "place", geometry: square(0, 0, 2, 2) },
    { family: "lad", geometry: square(0, 0, 1, 1) },
  ];
  const features = foundFeatures(found).map(({ properties }) => properties);
  assert.deepEqual(features.map(({ family }) => family), ["lad", "place", "ccg"]);
  assert.ok(features[2].width - features[1].width >= 2);
});

test("no outline is so wide that it hides an estuary, however many families share it", () => {
  const found = Array.from({ length: 9 }, (_, i) => ({ family: `f${i}`, geometry: square(0, 0, 2, 2) }));
  assert.ok(foundFeatures(found).every(({ properties }) => properties.width <= 8.5));
  assert.deepEqual(foundFeatures([]), []);
});

test("one name is written once where two layers share it", () => {
  const entry = (family, ...points) => ({ layer: { family }, points });
  const labels = labelFeatures([
    entry("lad", { name: "Blackpool", point: [-3.03, 53.8] }, { name: "Fylde", point: [-2.9, 53.8] }),
    entry("place", { name: "Blackpool", point: [-3.02, 53.81] }),
  ]).map(({ properties }) => `${properties.family} ${properties.name}`);
  assert.deepEqual(labels, ["place Blackpool", "lad Fylde"]);
});

test("a second drawing names only what no other layer names", () => {
  const labels = labelFeatures([
    { layer: { family: "lad", role: "drawing" }, points: [{ name: "NORTH YORKSHIRE", point: [-1.5, 54.2] }, { name: "Sefton", point: [-3, 53.5] }] },
    { layer: { family: "utla", role: "primary" }, points: [{ name: "North Yorkshire", point: [-2.2, 54] }] },
  ]).map(({ properties }) => properties.name);
  assert.deepEqual(labels, ["North Yorkshire", "Sefton"]);
});

test("a name is written inside its area, in the largest part", () => {
  const [lon, lat] = labelPoint({ type: "MultiPolygon", coordinates: [square(10, 10, 10.1, 10.1).coordinates, square(0, 50, 2, 52).coordinates] });
  assert.ok(Math.abs(lon - 1) < 0.1 && lat > 50.5 && lat < 51.5, `${lon}, ${lat}`);
});

test("a name keeps out of a hole and of a bay", () => {
  const withHole = { type: "Polygon", coordinates: [square(0, 50, 4, 52).coordinates[0], square(1.5, 50.5, 2.5, 51.5).coordinates[0]] };
  const [lon] = labelPoint(withHole);
  assert.ok(lon < 1.5 || lon > 2.5, String(lon));
  const bay = { type: "Polygon", coordinates: [[[0, 0], [3, 0], [3, 3], [2.5, 3], [2.5, 0.5], [0.5, 0.5], [0.5, 3], [0, 3], [0, 0]]] };
  const [x, y] = labelPoint(bay);
  assert.ok(x < 0.5 || x > 2.5 || y < 0.5, `${x}, ${y}`);
});

test("what has no area has no label", () => {
  assert.equal(labelPoint({ type: "MultiPolygon", coordinates: [] }), null);
  assert.equal(labelPoint({ type: "Polygon", coordinates: [[[0, 0], [1, 0], [0, 0]]] }), null);
});
