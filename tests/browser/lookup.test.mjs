import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, answered, byLayer, expectedRows, lookUp, project, rows, setUp, still } from "./harness.mjs";

const here = setUp();

test("a typed postcode shows every area that it is in", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "la14yw");
  const shown = await rows(page);
  const has = (family, name) => assert.ok(shown.some((row) => row.family === family && row.name.includes(name)), `${family} ${name}`);
  has("place", "Morecambe Bay");
  has("ccg", "Morecambe Bay");
  has("lad", "Lancaster");
  has("utla", "Lancashire");
  const reply = await (await fetch(`${here.url}/postcodes/LA1%204YW?on=2022-06-30`)).json();
  assert.deepEqual(shown.sort(byLayer), expectedRows(reply).sort(byLayer));
});

test("a change of date asks again: Morecambe Bay becomes Lancashire", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "LA1 4YW");
  await page.getByRole("button", { name: /27 July 2022/ }).click();
  await page.locator("#answer .when", { hasText: "27 July 2022" }).waitFor();
  const shown = await rows(page);
  assert.equal(shown.find(({ family }) => family === "place").name, "Lancashire");
  assert.ok(!shown.some(({ family }) => family === "ccg"));
});

for (const point of [{ lon: -2.8, lat: 54.05 }, { lon: -2.4841, lat: 53.7488 }, { lon: -3.2701, lat: 54.2103 }]) {
  test(`a click near ${point.lon}, ${point.lat} shows what /lookup answers for that same point`, async () => {
    const view = { lat: 54.05, lon: -2.8, zoom: 8 };
    const page = await here.open(`#on=2022-08-01&at=${view.lat},${view.lon},${view.zoom}`);
    const { x, y } = await project(page, point, view);
    await page.mouse.click(x, y);
    await answered(page, "Point on the map");
    const { query } = await answer(page);
    // A pixel is about 300 m here, so the point that is looked up is near the wanted one, not equal to it.
    assert.ok(Math.hypot(query.lon - point.lon, query.lat - point.lat) < 0.02, JSON.stringify(query));
    const reply = await (await fetch(`${here.url}/lookup?lon=${query.lon}&lat=${query.lat}&on=2022-08-01`)).json();
    assert.deepEqual((await rows(page)).sort(byLayer), expectedRows(reply).sort(byLayer));
    assert.deepEqual(await answer(page), reply);
  });
}

test("what is found is outlined on the map, and a row that is pointed at stands out", async () => {
  const page = await here.open("#on=2022-06-30&layers=");
  const shot = async () => (await still(page), page.locator("#map canvas").screenshot());
  const before = await shot();
  await page.goto(`${here.url}/#on=2022-06-30&layers=&at=54.1,-2.8,8&postcode=LA1+4YW`);
  await answered(page, "LA1 4YW");
  await page.waitForTimeout(300);
  const found = await shot();
  assert.ok(!before.equals(found), "outlines appear");
  await page.locator('#answer .area[data-family="lad"] summary').hover();
  await page.waitForTimeout(300);
  const pointed = await shot();
  assert.ok(!found.equals(pointed), "one outline stands out");
});

test("the row says how sure it is and by what method", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "LA1 4YW");
  await page.locator('#answer .area[data-family="ccg"] summary').click();
  const how = page.locator('#answer .area[data-family="ccg"] .how');
  const ccg = (await answer(page)).areas.find(({ family }) => family === "ccg");
  await how.getByText(ccg.reason).waitFor();
  await how.getByText("Nearest boundary").waitFor();
  assert.ok(ccg.codes.ods && (await page.locator('#answer .area[data-family="ccg"] .codes').textContent()).includes(ccg.codes.ods));
});

test("a terminated postcode says so, with its date", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "BB0 1GR");
  assert.match(await page.locator("#answer .gone").textContent(), /terminated June 2000/);
});

test("a bad postcode shows what is wrong and what to send", async () => {
  const page = await here.open();
  for (const wrong of ["ZZ99 9ZZ", "HELLO"]) {
    await page.getByRole("combobox", { name: "Postcode, place or area" }).fill(wrong);
    await page.keyboard.press("Enter");
    const reply = await fetch(`${here.url}/postcodes/${encodeURIComponent(wrong)}`);
    const { detail } = await reply.json();
    assert.ok(reply.status === 404 || reply.status === 400);
    assert.ok(detail);
    await page.locator("#answer .problem", { hasText: "There is no answer" }).waitFor();
    await page.locator("#answer .problem", { hasText: detail }).waitFor();
    assert.deepEqual(await rows(page), []);
  }
});

test("suggestions come while typing and can be taken with the mouse", async () => {
  const page = await here.open();
  await page.getByRole("combobox", { name: "Postcode, place or area" }).pressSequentially("la1 4y");
  const last = page.getByRole("option").last();
  const postcode = await last.textContent();
  assert.match(postcode, /^LA1 4Y/);
  await last.click();
  await answered(page, postcode);
});
