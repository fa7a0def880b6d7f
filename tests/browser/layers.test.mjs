import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnLayers, setUp, still } from "./harness.mjs";

const here = setUp();

const switches = (page) => page.getByRole("switch").evaluateAll((all) => all.map(({ dataset }) => dataset.layer).sort());

async function validOn(on) {
  const { collections } = await (await fetch(`${here.url}/collections`)).json();
  return collections
    .filter(({ role, valid_from, valid_to }) =>
      role === "drawing" || (role !== "backdrop" && (!valid_from || valid_from <= on) && (!valid_to || on <= valid_to)))
    .map(({ id }) => id)
    .sort();
}

for (const on of ["2022-06-30", "2022-08-01", "2023-05-01"]) {
  test(`on ${on} every valid layer has one switch, and no other layer has`, async () => {
    const page = await here.open(`#on=${on}`);
    await page.locator("details.drawings").evaluate((details) => (details.open = true));
    assert.deepEqual(await switches(page), await validOn(on));
  });
}

test("places and districts are drawn at first, nothing else", async () => {
  const page = await here.open("#on=2022-08-01");
  assert.deepEqual((await drawnLayers(page)).sort(), ["lad-2021", "place-2022"]);
});

test("a switch draws its layer and takes it away again", async () => {
  const page = await here.open("#on=2022-08-01");
  const before = await page.locator("#map canvas").screenshot();
  const one = page.locator('[role=switch][data-layer="icb-2022"]');
  await one.check();
  await page.waitForFunction(() => window.coterm.layers().includes("icb-2022"));
  await still(page);
  const during = await page.locator("#map canvas").screenshot();
  assert.ok(!before.equals(during), "the picture changed");
  await one.uncheck();
  await page.waitForFunction(() => !window.coterm.layers().includes("icb-2022"));
});

test("a second drawing can be laid over its layer", async () => {
  const page = await here.open("#on=2023-05-01");
  await page.getByText("Other drawings").click();
  await page.locator('[role=switch][data-layer="lad-2024-buc"]').check();
  await page.waitForFunction(() => window.coterm.layers().includes("lad-2024-buc"));
});

test("the date swaps the layers under the same switches", async () => {
  const page = await here.open("#on=2022-06-30&layers=place,lad,ccg,sicbl");
  assert.deepEqual((await drawnLayers(page)).sort(), ["ccg-2021", "lad-2021", "place-2021"]);
  await page.getByRole("button", { name: /1 August 2022/ }).click();
  await page.waitForFunction(() => window.coterm.layers().includes("place-2022"));
  assert.deepEqual((await drawnLayers(page)).sort(), ["lad-2021", "place-2022", "sicbl-2022"]);
  await page.getByLabel("Areas as they were on", { exact: true }).and(page.locator("input")).fill("2023-05-01");
  await page.waitForFunction(() => window.coterm.layers().includes("lad-2023"));
  assert.deepEqual((await drawnLayers(page)).sort(), ["lad-2023", "place-2022", "sicbl-2022"]);
});
