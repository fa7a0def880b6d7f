import assert from "node:assert/strict";
import { test } from "node:test";
import { setUp, still } from "./harness.mjs";
import { blocksOf, colours, finish, GROUND, heard, pixelOf, studio, target, viewOf } from "./proposing.mjs";

const here = setUp();
const AT = "53.87,-2.4,10.6";
const VIEW = viewOf(AT);
const ICB = "icb-2022/E54000048";
const INKS = { light: [0x10, 0x18, 0x20], dark: [0xff, 0xff, 0xff] };

/** Two large neighbours of one district on the map, that share a long line, and places of pixels from one to the other. */
async function neighbours(page, reply) {
  const map = await page.locator("#map").boundingBox();
  const pixels = await Promise.all(reply.at.map((at) => pixelOf(page, VIEW, at)));
  const clear = ({ x, y }) => x > map.x + 60 && x < map.x + map.width - 120 && y > map.y + 100 && y < map.y + map.height - 60;
  const large = (i) => reply.area_m2[i] > 1e7 && clear(pixels[i]);
  const [one, other] = reply.borders
    .filter(([i, j]) => large(i) && large(j) && reply.districtOf[i] === "Ribble Valley" && reply.districtOf[j] === "Ribble Valley")
    .sort((a, b) => b[2] - a[2])[0];
  const way = Array.from({ length: 200 }, (_, i) => ({
    x: Math.round(pixels[one].x + ((pixels[other].x - pixels[one].x) * i) / 199),
    y: Math.round(pixels[one].y + ((pixels[other].y - pixels[one].y) * i) / 199),
  }));
  return { one, other, way, at: pixels[one] };
}

for (const [name, options, theme] of [["light", { colorScheme: "light" }, "light"], ["dark", { colorScheme: "dark" }, "dark"], ["forced colours", { forcedColors: "active", colorScheme: "dark" }, "dark"]]) {
  test(`a line divides two areas on the map, and none divides blocks of one area: ${name}`, async () => {
    const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`, options);
    const reply = await blocksOf(here, ICB);
    const { way, at } = await neighbours(page, reply);
    /** How near the colours between both places come to that of the line. */
    const nearest = async () => {
      await page.mouse.move(20, 20);
      await still(page);
      await page.waitForTimeout(500);
      const shown = await colours(page, way);
      return Math.min(...shown.map((colour) => Math.max(...colour.map((value, i) => Math.abs(value - INKS[theme][i])))));
    };
    const without = await nearest();
    assert.ok(without > 60, `${without}: nothing like a line while both are in one area`);
    await target(page, "Blackburn with Darwen");
    await page.mouse.click(at.x, at.y);
    await heard(page, /to Blackburn with Darwen; /);
    const line = await nearest();
    assert.ok(line < 50, `${line}: a line once they are in two`);
    await page.keyboard.press("Control+z");
    await heard(page, /^Undone: /);
    const gone = await nearest();
    assert.ok(gone > 60, `${gone}: no line after undo`);
    await finish(page);
  });
}

/** Scrolls an element into view as the focus does, and returns the boxes of the map and of it. */
async function scrolledTo(page, element) {
  await element.evaluate((one) => one.focus());
  await page.waitForTimeout(200);
  return { map: await page.locator("#map").boundingBox(), box: await element.boundingBox() };
}

for (const [name, width, height] of [["a phone", 390, 844], ["a small phone", 360, 560]]) {
  test(`on ${name} the map stays in view while the tools scroll beneath it, and what is in focus is not under it`, async () => {
    const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`, { width, height });
    const reached = {
      tools: page.locator(".tool input").first(),
      area: page.locator(".area-head input").last(),
      list: page.locator(".blocks"),
      file: page.getByRole("button", { name: "CSV", exact: true }),
    };
    for (const [what, element] of Object.entries(reached)) {
      const { map, box } = await scrolledTo(page, element);
      assert.ok(map.y >= 0 && map.y + map.height <= height / 2, `${what}: the map is from ${map.y} to ${map.y + map.height}`);
      assert.ok(map.height > 150, `${map.height} pixels of map`);
      assert.ok(box.y >= map.y + map.height && box.y < height, `${what} at ${box.y} is under the map`);
    }
    await finish(page);
  });
}

test("at 400% zoom the map scrolls away with the page, so that it hides nothing", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`, { width: 320, height: 256 });
  const { map, box } = await scrolledTo(page, page.locator(".blocks"));
  assert.ok(map.y + map.height <= 0, `the map ends at ${map.y + map.height}`);
  assert.ok(box.y >= -1 && box.y < 256, `the list begins at ${box.y}`);
  await finish(page);
});

test("the form on a phone has the whole screen", async () => {
  const page = await here.open("#view=propose", { width: 390, height: 844 });
  await page.getByRole("button", { name: "Start" }).focus();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForTimeout(200);
  const { y } = await page.locator("#map").boundingBox();
  assert.ok(y < 0, `the map has scrolled to ${y}`);
  await finish(page);
});
