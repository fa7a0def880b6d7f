import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { SHOTS, answered, lookUp, rows, setUp, still } from "./harness.mjs";

const here = setUp();
before(() => mkdir(SHOTS, { recursive: true }));

for (const [name, width, height] of [["mobile", 390, 844], ["small", 320, 640], ["tablet", 768, 1024], ["desktop", 1440, 900]]) {
  test(`at ${width} px nothing scrolls sideways, with or without an answer`, async () => {
    const page = await here.open("#on=2022-08-01", { width, height });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
    assert.ok((await overflow()) <= 0, "at first");
    await lookUp(page, "LA1 4YW");
    for (const summary of await page.locator("#answer summary").all()) await summary.click();
    assert.ok((await overflow()) <= 0, "with an answer");
    const wide = await page.locator(".moments button").evaluateAll((buttons) => buttons.filter((one) => [...one.children].some((part) => part.scrollWidth > part.clientWidth)).map((one) => one.textContent));
    assert.deepEqual(wide, [], "dates that are wider than their buttons");
    await still(page);
    await page.screenshot({ path: join(SHOTS, `${name}-answer.png`) });
  });
}

test("map, search and attribution are all in sight on a phone", async () => {
  const page = await here.open("", { width: 390, height: 844 });
  for (const id of ["#map", "#postcode", "#attribution"]) {
    const box = await page.locator(id).boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 844, `${id} ${JSON.stringify(box)}`);
  }
  const { height } = await page.locator("#map").boundingBox();
  assert.ok(height > 240, `the map is ${height} px high`);
});

for (const theme of ["light", "dark"]) {
  test(`text has AA contrast (4.5:1) in the ${theme} theme`, async () => {
    const page = await here.open("#on=2022-06-30&postcode=LA1+4YW", { colorScheme: theme });
    await answered(page, "LA1 4YW");
    const poor = await page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      const paint = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) (canvas.fillStyle = colour), canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255);
      };
      const luminance = (rgb) => rgb.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest(".heard, .skip, noscript, .maplibregl-ctrl")) continue;
        const behind = [];
        for (let one = element; one; one = one.parentElement) behind.unshift(getComputedStyle(one).backgroundColor);
        const under = paint(behind);
        const ink = paint([...behind, getComputedStyle(element).color]);
        const [a, b] = [luminance(ink) + 0.05, luminance(under) + 0.05];
        const ratio = Math.max(a, b) / Math.min(a, b);
        if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim().slice(0, 40)}`);
      }
      return found;
    });
    assert.deepEqual(poor, []);
  });
}
