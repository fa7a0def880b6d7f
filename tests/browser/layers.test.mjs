import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnLayers, setUp, still, untilDrawn } from "./harness.mjs";

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
  await untilDrawn(page, "icb-2022");
  await still(page);
  const during = await page.locator("#map canvas").screenshot();
  assert.ok(!before.equals(during), "the picture changed");
  await one.uncheck();
  await untilDrawn(page, "icb-2022", false);
});

test("a second drawing can be laid over its layer", async () => {
  const page = await here.open("#on=2023-05-01");
  await page.getByText("Other drawings").click();
  await page.locator('[role=switch][data-layer="lad-2024-buc"]').check();
  await untilDrawn(page, "lad-2024-buc");
});

test("the date swaps the layers under the same switches", async () => {
  const page = await here.open("#on=2022-06-30&layers=place,lad,ccg,sicbl");
  assert.deepEqual((await drawnLayers(page)).sort(), ["ccg-2021", "lad-2021", "place-2021"]);
  await page.getByRole("button", { name: /27 July 2022/ }).click();
  await untilDrawn(page, "place-2022");
  assert.deepEqual((await drawnLayers(page)).sort(), ["lad-2021", "place-2022", "sicbl-2022"]);
  await page.getByLabel("Areas as they were on", { exact: true }).and(page.locator("input")).fill("2023-05-01");
  await untilDrawn(page, "lad-2023");
  assert.deepEqual((await drawnLayers(page)).sort(), ["lad-2023", "place-2022", "sicbl-2022"]);
});

test("there is a button for each day on which areas change, and for today", async () => {
  const page = await here.open("#on=2022-08-01");
  const { collections } = await (await fetch(`${here.url}/collections`)).json();
  const begin = collections.filter(({ role }) => role === "primary").map(({ valid_from }) => valid_from);
  const after = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const end = collections.filter(({ role, valid_to }) => role === "primary" && valid_to).map(({ valid_to }) => after(valid_to));
  const offered = await page.locator("#moments button").evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(offered, [...[...new Set([...begin, ...end])].sort(), ""]);
  await page.getByText("Last change, on 27 July 2022: places, delivery units.").waitFor();
});

test("each family of areas is explained", async () => {
  const page = await here.open("#on=2022-08-01");
  await page.getByText("What these areas are").click();
  for (const title of ["Places", "Delivery units", "Sub-ICB locations", "Lower-layer super output areas"]) {
    const about = page.locator(".glossary div", { has: page.getByText(title, { exact: true }) }).locator("dd");
    assert.ok((await about.textContent()).length > 20, title);
    assert.ok(await about.isVisible());
  }
});

test("the map is drawn from the server's tiles and style, and no whole layer is asked for", async () => {
  const page = await here.open("#on=2022-08-01&postcode=LA1+4YW");
  await page.locator("#answer .area").first().waitFor();
  await still(page);
  const asked = page.seen.requests.map((url) => new URL(url).pathname);
  assert.ok(asked.includes("/style.json"));
  for (const layer of ["land", "lad-2021", "place-2022"]) {
    assert.ok(asked.some((path) => new RegExp(`^/tiles/${layer}/\\d+/\\d+/\\d+$`).test(path)), `tiles of ${layer}`);
  }
  assert.ok(asked.some((path) => /^\/collections\/[^/]+\/items\/[^/]+$/.test(path)), "what was found is asked for by its code");
  assert.deepEqual(asked.filter((path) => /^\/collections\/[^/]+\/items\/?$/.test(path)), []);
});

test("a change of the system's theme draws the map anew in the other one", async () => {
  const page = await here.open("#on=2022-08-01", { colorScheme: "light" });
  const picture = async () => (await still(page), page.locator("#map canvas").screenshot());
  const light = await picture();
  const style = page.waitForResponse(/\/style\.json\?.*theme=dark/);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal((await style).status(), 200);
  // The picture changes some time after the new style has arrived.
  await page.waitForTimeout(300);
  assert.ok(!light.equals(await picture()));
});
