import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUND, byFamily, familyColour, familyRank, knownFamilies } from "../src/families.js";

const channels = (hex) => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);
const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const luminance = (rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

function contrast(a, b) {
  const [x, y] = [a, b].map((hex) => luminance(channels(hex).map(linear)) + 0.05);
  return Math.max(x, y) / Math.min(x, y);
}

/** Linear RGB as seen with full protanopia, deuteranopia, tritanopia (Machado, Oliveira, Fernandes 2009). */
const SIGHT = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function lab(hex, sight) {
  const seen = SIGHT[sight].map((row) => row.reduce((sum, k, i) => sum + k * linear(channels(hex)[i]), 0));
  const [r, g, b] = seen.map((c) => Math.min(1, Math.max(0, c)));
  const xyz = [0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b, 0.0193 * r + 0.1192 * g + 0.9505 * b];
  const [x, y, z] = xyz.map((v, i) => v / [0.9505, 1, 1.089][i]).map((v) => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const difference = (a, b, sight) => {
  const [p, q] = [lab(a, sight), lab(b, sight)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
};

for (const theme of ["light", "dark"]) {
  test(`every family's ${theme} colour stands out from land and sea (3:1)`, () => {
    for (const family of [...knownFamilies(), "unheard-of"]) {
      for (const under of [GROUND[theme].land, GROUND[theme].sea]) {
        const ratio = contrast(familyColour(family, theme), under);
        assert.ok(ratio >= 3, `${family} on ${under}: ${ratio.toFixed(2)}`);
      }
    }
  });

  for (const sight of Object.keys(SIGHT)) {
    test(`with ${sight} no two ${theme} families look the same`, () => {
      const all = knownFamilies();
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          const d = difference(familyColour(a, theme), familyColour(b, theme), sight);
          assert.ok(d >= 15, `${a} and ${b}: ${d.toFixed(1)}`);
        }
      }
    });
  }
}

test("places come first, LSOAs last, families never heard of between", () => {
  const sorted = ["lsoa", "zone", "lad", "place"].map((family) => ({ family })).sort(byFamily);
  assert.deepEqual(sorted.map(({ family }) => family), ["place", "lad", "zone", "lsoa"]);
  assert.ok(familyRank("zone") < familyRank("lsoa"));
});
