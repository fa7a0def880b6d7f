import assert from "node:assert/strict";
import { test } from "node:test";
import { Families } from "../src/page/families.js";
import { box, foundFeatures, withFound } from "../src/map/found.js";

const square = (w, s, e, n) => ({ type: "Polygon", coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] });
const families = new Families(
  ["place", "ccg", "lad"].map((family) => ({ family, role: "primary" })),
  { lad: { light: "#3a444d", dark: "#c3ccd3" } },
);

test("of coterminous areas the lower outline is wider, so that both show", () => {
  const found = [
    { family: "ccg", geometry: square(0, 0, 2, 2) },
    { family: "place", geometry: square(0, 0, 2, 2) },
    { family: "lad", geometry: square(0, 0, 1, 1) },
  ];
  const features = foundFeatures(found, families, "light").map(({ properties }) => properties);
  assert.deepEqual(features.map(({ family }) => family), ["lad", "place", "ccg"]);
  assert.ok(features[2].width - features[1].width >= 2);
});

test("no outline is so wide that it hides an estuary, however many families share it", () => {
  const found = Array.from({ length: 9 }, (_, i) => ({ family: `f${i}`, geometry: square(0, 0, 2, 2) }));
  assert.ok(foundFeatures(found, families, "light").every(({ properties }) => properties.width <= 8.5));
  assert.deepEqual(foundFeatures([], families, "light"), []);
});

test("an outline has its family's colour in the theme", () => {
  const [feature] = foundFeatures([{ family: "lad", geometry: square(0, 0, 1, 1) }], families, "dark");
  assert.equal(feature.properties.colour, "#c3ccd3");
});

test("outlines lie over the server's lines and under its names, and change nothing else", () => {
  const layers = [{ id: "sea", type: "background" }, { id: "lad-line", type: "line" }, { id: "lad-label", type: "symbol" }];
  const style = { version: 8, sources: { lad: { type: "vector" } }, layers, metadata: { halo: "#fff", families: {} } };
  const both = withFound(style, [], null);
  assert.deepEqual(both.layers.map(({ id }) => id), ["sea", "lad-line", "found-fill", "found-casing", "found-line", "lad-label"]);
  assert.deepEqual(both.layers.filter(({ id }) => !id.startsWith("found")), layers);
  assert.deepEqual(both.sources.lad, { type: "vector" });
  const nameless = withFound({ ...style, layers: layers.slice(0, 2) }, [], null);
  assert.equal(nameless.layers.at(-1).id, "found-line");
});

test("a box goes around every part", () => {
  const parts = { type: "MultiPolygon", coordinates: [square(0, 50, 1, 51).coordinates, square(-3, 52, -2, 54).coordinates] };
  assert.deepEqual(box(parts), [-3, 50, 1, 54]);
});
