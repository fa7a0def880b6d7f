import assert from "node:assert/strict";
import { test } from "node:test";
import { CLIPBOARD, answer, answered, copiedLink, drawnLayers, lookUp, ready, rows, setUp, still, untilDrawn } from "./harness.mjs";

const here = setUp();

test("a permalink restores date, layers, view and lookup in a fresh page", async () => {
  const first = await here.open("#on=2022-08-01", CLIPBOARD);
  await lookUp(first, "LA1 4YW");
  await first.locator('[role=switch][data-layer="icb-2022"]').check();
  await untilDrawn(first, "icb-2022");
  await still(first);
  const link = await copiedLink(first);

  const second = await here.open(link, CLIPBOARD);
  await answered(second, "LA1 4YW");
  assert.deepEqual(await drawnLayers(second), await drawnLayers(first));
  assert.deepEqual(await answer(second), await answer(first));
  assert.deepEqual(await rows(second), await rows(first));
  assert.equal(await second.locator("#date").inputValue(), "2022-08-01");
  assert.equal(await copiedLink(second), link);
});

test("a point's permalink restores the point exactly", async () => {
  const page = await here.open("#on=2022-06-30&at=54.05,-2.80,9&point=-2.812345,54.045678");
  await answered(page, "Point on the map");
  assert.deepEqual((await answer(page)).query, { lon: -2.812345, lat: 54.045678 });
});

test("back and forward go through dates and lookups", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "LA1 4YW");
  await lookUp(page, "PR1 2HE");
  await page.getByRole("button", { name: /27 July 2022/ }).click();
  await page.locator("#answer .when", { hasText: "27 July 2022" }).waitFor();
  await page.goBack();
  await page.locator("#answer .when", { hasText: "30 June 2022" }).waitFor();
  await page.goBack();
  await answered(page, "LA1 4YW");
  await page.goForward();
  await answered(page, "PR1 2HE");
});

test("a link's lookup is shown, and does not stay in the address", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  await answered(page, "LA1 4YW");
  await page.waitForFunction(() => !location.hash.includes("LA1"));
});

test("a malformed permalink falls back to the defaults", async () => {
  const page = await here.open("#on=2022-02-30&layers=nonsense&at=x,y&point=1");
  assert.deepEqual(await drawnLayers(page), []);
  assert.match(await page.locator("#date").inputValue(), /^\d{4}-\d{2}-\d{2}$/);
  assert.deepEqual(page.seen.console, []);
});

test("the link can be copied", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW", CLIPBOARD);
  assert.match(await copiedLink(page), /^#on=2022-06-30&layers=place,lad&postcode=LA1\+4YW&at=[-\d.,]+$/);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(copied).origin, here.url);
});

test("what is looked up is not in the page's address, nor in the browser's history", async () => {
  const page = await here.open();
  await lookUp(page, "LA1 4YW");
  await ready(page);
  const { pathname, search, hash } = new URL(page.url());
  assert.equal(pathname + search, "/");
  assert.doesNotMatch(hash, /postcode|point|LA1/);
  assert.doesNotMatch(JSON.stringify(await page.evaluate(() => history.state)), /LA1/);
  // The page is requested without a query, so what was looked up reaches no server in its URL.
  const documents = page.seen.requests.filter((url) => new URL(url).pathname === "/");
  assert.deepEqual(documents.map((url) => new URL(url).search), [""]);
});
