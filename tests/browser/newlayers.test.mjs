import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT, drawnLayers, lookUp, rows, setUp, still, untilDrawn } from "./harness.mjs";

/** A layer with the areas of `icb-2022`, of a family that neither the server nor the page knows. */
const ZONES = {
  id: "zone-2020", family: "zone", family_title: "Zones", vintage: "2020", title: "Zones, made up",
  valid_from: "2020-02-01", valid_to: "2024-05-31", known_to: null, known_by: undefined,
};

let folder;
async function withZones() {
  folder = await mkdtemp(join(tmpdir(), "coterm-zones-"));
  await cp(join(ROOT, "data"), folder, { recursive: true });
  const file = join(folder, "catalogue.json");
  const catalogue = JSON.parse(await readFile(file, "utf8"));
  catalogue.layers.push({ ...catalogue.layers.find(({ id }) => id === "icb-2022"), ...ZONES });
  await writeFile(file, JSON.stringify(catalogue));
  return folder;
}

const here = setUp({ data: withZones });
after(() => rm(folder, { recursive: true, force: true }));

test("a family that is new to the catalogue has a switch and is drawn in a colour of its own", async () => {
  const page = await here.open("#on=2022-08-01&layers=");
  const before = await page.locator("#map canvas").screenshot();
  const layer = page.locator('.layer[data-family="zone"]');
  assert.equal(await layer.locator("label").textContent(), ZONES.title);
  const colours = await page.locator(".layer").evaluateAll((all) => all.map((one) => one.style.getPropertyValue("--family")));
  const own = await layer.evaluate((one) => one.style.getPropertyValue("--family"));
  assert.match(own, /^light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)$/);
  assert.equal(colours.filter((colour) => colour === own).length, 1);
  await layer.getByRole("switch").check();
  await untilDrawn(page, ZONES.id);
  await still(page);
  assert.deepEqual(await drawnLayers(page), [ZONES.id]);
  assert.ok(!before.equals(await page.locator("#map canvas").screenshot()));
  assert.deepEqual(page.seen.console, []);
});

test("its first day and the day after its last are offered as dates", async () => {
  const page = await here.open("#on=2022-08-01");
  for (const day of [/1 February 2020/, /1 June 2024/]) await page.getByRole("button", { name: day }).waitFor();
  await page.getByRole("button", { name: /1 June 2024/ }).click();
  await page.getByText("Changed on this day: zones.").waitFor();
  assert.equal(await page.locator('[data-layer="zone-2020"]').count(), 0);
});

test("its areas are among the answers", async () => {
  const page = await here.open("#on=2022-08-01");
  await lookUp(page, "LA1 4YW");
  const zone = (await rows(page)).find(({ family }) => family === "zone");
  assert.match(zone.name, /Lancashire and South Cumbria/);
});
