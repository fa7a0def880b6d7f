import assert from "node:assert/strict";
import { test } from "node:test";
import { lookUp, setUp, still } from "./harness.mjs";

const here = setUp();

test("the page loads and answers with nothing on the console", async () => {
  const page = await here.open();
  await lookUp(page, "LA1 4YW");
  await still(page);
  assert.deepEqual(page.seen.console, []);
  assert.deepEqual(page.seen.failures, []);
});

test("no request goes to any other origin", async () => {
  const page = await here.open("#on=2022-08-01&layers=place,lad,lsoa");
  await lookUp(page, "LA1 4YW");
  await still(page);
  const elsewhere = page.seen.requests.filter((url) => !/^(blob:|data:)/.test(url) && new URL(url).origin !== here.url);
  assert.deepEqual(elsewhere, []);
});

test("the map draws land, sea and areas, not one flat colour", async () => {
  const page = await here.open("#on=2022-08-01");
  const picture = await page.locator("#map canvas").screenshot();
  const colours = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const seen = new Map();
    for (let i = 0; i < data.length; i += 4) {
      const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    return [...seen.values()].filter((pixels) => pixels > 2000).length;
  }, picture.toString("base64"));
  assert.ok(colours >= 4, `${colours} colours cover more than 2,000 pixels each`);
});

test("the attribution that the server gives is in sight", async () => {
  const page = await here.open();
  const { attribution } = await (await fetch(`${here.url}/collections`)).json();
  assert.match(attribution, /Office for National Statistics/);
  assert.equal(await page.locator("#attribution").textContent(), attribution);
  assert.ok(await page.locator("#attribution").isVisible());
});

test("a server that has gone away is reported in plain words", async () => {
  const page = await here.open();
  await page.route(/\/lookup\?/, (route) => route.abort());
  await page.getByRole("combobox", { name: "Postcode, place or area" }).fill("LA1 4YW");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The server does not answer" }).waitFor();
});
