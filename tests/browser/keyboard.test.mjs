import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, answered, setUp, still, untilDrawn } from "./harness.mjs";

const here = setUp();
const focused = (page) => page.evaluate(() => {
  const { id, className, dataset, tagName } = document.activeElement;
  return { id, className: String(className), layer: dataset.layer, tag: tagName };
});

/** Presses Tab until `wanted` accepts the focused element, which it returns; fails after `limit` stops. */
async function tabTo(page, wanted, limit = 60) {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (wanted(at)) return at;
  }
  assert.fail(`not reached in ${limit} stops`);
}

test("the keyboard alone looks a postcode up, with a suggestion", async () => {
  const page = await here.open("#on=2022-06-30");
  await page.keyboard.press("Control+/");
  assert.equal((await focused(page)).id, "postcode");
  await page.keyboard.type("la1 4y", { delay: 20 });
  await page.getByRole("option").first().waitFor();
  const [, second] = await page.getByRole("option").allTextContents();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await answered(page, second);
});

test("the answer is spoken through a live region", async () => {
  const page = await here.open("#on=2022-06-30");
  await page.keyboard.press("Control+/");
  await page.keyboard.type("LA1 4YW");
  await page.keyboard.press("Enter");
  await answered(page, "LA1 4YW");
  const status = page.locator('[role=status][aria-live="polite"]');
  assert.match(await status.textContent(), /LA1 4YW on 30 June 2022:.*Morecambe Bay/);
});

test("every row of the answer opens from the keyboard", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  await tabTo(page, ({ tag }) => tag === "SUMMARY");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#answer .area details").first().evaluate(({ open }) => open));
});

test("all switches are reached with Tab and thrown with Space", async () => {
  const page = await here.open("#on=2022-08-01");
  const all = await page.locator(".group [role=switch]").evaluateAll((list) => list.map(({ dataset }) => dataset.layer));
  for (const layer of all) await tabTo(page, (at) => at.layer === layer);
  await page.locator('[role=switch][data-layer="icb-2022"]').focus();
  await page.keyboard.press("Space");
  await untilDrawn(page, "icb-2022");
});

test("the skip link leads to the map, arrows move it, Enter looks up its centre", async () => {
  const page = await here.open("#on=2022-08-01&at=54.05,-2.8,9");
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).id, "skip");
  await page.keyboard.press("Enter");
  assert.match((await focused(page)).className, /maplibregl-canvas/);
  await page.keyboard.press("Enter");
  await answered(page, "Point on the map");
  const first = (await answer(page)).query;
  assert.ok(Math.abs(first.lat - 54.05) < 0.001 && Math.abs(first.lon + 2.8) < 0.001, JSON.stringify(first));
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => !location.hash.includes("at=54.0500"));
  await still(page);
  const next = page.waitForResponse(/\/lookup\?/);
  await page.keyboard.press("Enter");
  const [found] = await (await next).json();
  assert.ok(found.query.lat > first.lat);
});

test("the centre can be looked up with a button too", async () => {
  const page = await here.open("#on=2022-08-01&at=54.05,-2.8,9");
  await page.getByRole("button", { name: "Look up the map’s centre" }).focus();
  await page.keyboard.press("Enter");
  await answered(page, "Point on the map");
});

test("the focus can always be seen", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press("Tab");
    const { name, style, width } = await page.evaluate(() => {
      const computed = getComputedStyle(document.activeElement);
      return { name: document.activeElement.outerHTML.slice(0, 80), style: computed.outlineStyle, width: computed.outlineWidth };
    });
    assert.ok(style !== "none" && parseFloat(width) >= 2, `${name}: ${style} ${width}`);
  }
});

test("headings come in order, one h1", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  await answered(page, "LA1 4YW");
  const levels = await page.locator("h1, h2, h3, h4").evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
  assert.equal(levels.filter((level) => level === 1).length, 1);
  assert.equal(levels[0], 1);
  levels.forEach((level, i) => assert.ok(i === 0 || level - levels[i - 1] <= 1, levels.join()));
});

test("everything that can be operated has a name", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  const nameless = await page.locator("button, input, summary, a[href]").evaluateAll((all) =>
    all.filter((one) => one.checkVisibility() && !(one.ariaLabel || one.textContent.trim() || one.labels?.length || one.title)).map((one) => one.outerHTML));
  assert.deepEqual(nameless, []);
});
