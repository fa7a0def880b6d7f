import assert from "node:assert/strict";
import { test } from "node:test";
import { proposalOverlay, sentStyle } from "../src/compare/sentstyle.js";

const square = (size) => ({ type: "Polygon", coordinates: [[[0, 0], [size, 0], [size, size], [0, size], [0, 0]]] });
const piece = (a_code, difference, size) => ({ type: "Feature", geometry: square(size), properties: { a_code, a_name: `Area ${a_code}`, difference, area_m2: size * size } });
const line = (a_left, a_right, name) => ({ type: "Feature", geometry: { type: "LineString", coordinates: [[0, 0], [1, 1]] }, properties: { class: name, a_left, a_right } });
const PIECES = { features: [piece("1", null, 9), piece("1", 1, 2), piece("2", null, 4), piece(null, 2, 3)] };
const LINES = { features: [line("1", "2", "shared"), line("1", undefined, "coastal"), line("1", "1", "only_b"), line(undefined, undefined, "only_b")] };
const STYLE = {
  version: 8,
  sources: { comparison: { type: "vector", url: "x" }, coterm: { type: "vector", url: "y" } },
  layers: [
    { id: "difference", type: "fill", source: "comparison", "source-layer": "difference" },
    { id: "real-a", type: "line", source: "comparison", "source-layer": "line", filter: ["get", "real"] },
    { id: "names", type: "symbol", source: "coterm", "source-layer": "b-label" },
    { id: "difference-names", type: "symbol", source: "comparison", "source-layer": "difference-label" },
    { id: "ground-b", type: "fill", source: "coterm", "source-layer": "b" },
  ],
  metadata: { families: {}, halo: "#fff" },
};

test("the layers of tiles are drawn from what came as GeoJSON", () => {
  const { sources, layers } = sentStyle(STYLE, LINES, PIECES);
  assert.equal(sources.comparison, undefined);
  for (const layer of layers) assert.ok(sources[layer.source], `${layer.id} has a source`);
  assert.deepEqual(layers.filter((layer) => layer["source-layer"]).map(({ id }) => id), ["ground-b"]);
  assert.deepEqual(layers[1].filter, ["get", "real"], "the paint and the filters are the server's");
  assert.deepEqual(sources["sent-differences"].data.features.map(({ properties }) => properties.difference), [1, 2]);
  assert.deepEqual(sources["sent-names"].data.features.map(({ properties }) => properties.name), ["Area 1", "Area 2"]);
});

test("a proposal alone has its own lines and no others", () => {
  const { sources } = proposalOverlay(LINES, PIECES, "#000", "#fff");
  assert.deepEqual(sources["sent-lines"].data.features.map(({ properties }) => properties.class), ["shared", "coastal"]);
});
