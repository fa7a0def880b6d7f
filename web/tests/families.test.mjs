import assert from "node:assert/strict";
import { test } from "node:test";
import { Families, familyOrder } from "../src/page/families.js";

const layer = (family, role = "primary") => ({ family, role });
const LAYERS = [layer("lsoa", "block"), layer("place"), layer("lad"), layer("place"), layer("zone")];

test("families come in the catalogue's order, building blocks last", () => {
  assert.deepEqual(familyOrder(LAYERS), ["place", "lad", "zone", "lsoa"]);
});

test("lists are sorted by family, and one that is not in the catalogue comes last", () => {
  const families = new Families(LAYERS, {});
  const list = ["lsoa", "unheard-of", "zone", "lad", "place"].map((family) => ({ family }));
  assert.deepEqual(families.sorted(list).map(({ family }) => family), ["place", "lad", "zone", "lsoa", "unheard-of"]);
});

test("a family has the colour that the server gives it, and any other has one too", () => {
  const families = new Families(LAYERS, { place: { light: "#ab500b", dark: "#fa9052" } });
  assert.equal(families.colour("place", "dark"), "#fa9052");
  assert.deepEqual(families.style("place"), ["--family", "light-dark(#ab500b, #fa9052)"]);
  assert.match(families.colour("unheard-of", "light"), /^#[0-9a-f]{6}$/);
});
