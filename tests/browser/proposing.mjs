/** What the tests of the view "Propose" share. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { readFile } from "node:fs/promises";
import { project, still, untilDrawn } from "./harness.mjs";

export const GROUND = "within=icb-2022/E54000048";
const NONE = "No area (erase)";

/** Opens the view on a ground, ready to paint; `map` is false in a browser without one. */
export async function studio(here, state, { map = true, ...options } = {}) {
  const page = await here.open(`#view=propose&${state}`, options);
  await page.getByRole("radiogroup", { name: "Area to paint" }).waitFor();
  if (map) await untilDrawn(page, "proposed");
  await still(page);
  return page;
}

/** Ends a test's page: nothing was written to its console. */
export async function finish(page) {
  assert.deepEqual(page.seen.console, [], "the console is empty");
  await page.context().close();
}

export const heard = (page, text) => page.locator("#status", { hasText: text }).waitFor({ state: "attached" });
export const row = (page, name) => page.locator(".proposed-area", { has: page.locator(".area-name", { hasText: name }) });
export const sizeOf = (page, name) => row(page, name).locator(".size").textContent();
export const figure = (text) => Number(text.replaceAll(",", ""));

/** Waits until the figures of what was done are written, which is with the next frame. */
export const written = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

export const tool = (page, name) => page.locator(".tool", { hasText: name }).click();
export const target = (page, name) => row(page, name).locator(".area-head input").check();

/** Opens what can be done with an area, and returns its row. */
export async function change(page, name) {
  const one = row(page, name);
  if (!(await one.locator("details").getAttribute("open").then((open) => open !== null))) await one.locator("summary").click();
  return one;
}

/** Returns what the server says of the blocks of a ground, with areas of layers by block. */
export async function blocksOf(here, within, layers = "place-2022") {
  const query = new URLSearchParams({ ...(within && { within }), layers });
  const reply = await (await fetch(`${here.url}/scenarios/blocks?${query}`)).json();
  const of = (layer) => reply.layers[layer].of.map((area) => reply.layers[layer].areas[area]?.name ?? null);
  return { ...reply, districtOf: of(reply.district_layer), nameOf: of };
}

/** Returns the area of each block, by the CSV that the page exports. */
export async function exported(page) {
  await written(page);
  const button = page.getByRole("button", { name: "CSV", exact: true });
  // Without any painted block there is nothing to export.
  if (await button.isDisabled()) return {};
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const [head, ...lines] = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
  assert.equal(head, "block,area,name");
  return Object.fromEntries(lines.map((line) => {
    const [, block, name] = /^([^,]+),[^,]+,(.*)$/.exec(line);
    return [block, name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name];
  }));
}

/** Returns the figures that the list of areas shows, by the name of each. */
export const listed = (page) =>
  page.locator(".proposed-area").evaluateAll((all) =>
    Object.fromEntries(all.map((one) => [
      one.querySelector(".area-name").firstChild.textContent,
      { size: one.querySelector(".size").textContent, blocks: Number.parseInt(one.querySelector(".facts").textContent.replaceAll(",", ""), 10) || 0 },
    ])));

/** Claims that the list shows what the exported blocks add up to, and returns these. */
export async function agreed(page, reply) {
  const csv = await exported(page);
  const sums = {};
  for (const [i, code] of reply.codes.entries()) {
    const sum = (sums[csv[code] ?? NONE] ??= { size: 0, blocks: 0 });
    sum.size += reply.weights[i];
    sum.blocks++;
  }
  for (const [name, shown] of Object.entries(await listed(page))) {
    const { size, blocks } = sums[name] ?? { size: 0, blocks: 0 };
    assert.deepEqual({ size: figure(shown.size), blocks: shown.blocks }, { size: Math.round(size), blocks }, name);
    delete sums[name];
  }
  assert.deepEqual(sums, {}, "every area of the file is in the list");
  return csv;
}

/** Claims that a step changes something, that undo takes it back and redo does it again, with all figures. Returns the blocks after it. */
export async function thereAndBack(page, reply, act) {
  const state = async () => ({ blocks: await agreed(page, reply), names: Object.keys(await listed(page)) });
  const before = await state();
  await act();
  const after = await state();
  assert.ok(!isDeepStrictEqual(before, after), `something has changed, after “${await page.locator("#status").textContent()}”`);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await heard(page, /^Undone: /);
  same(await state(), before, "undone");
  await page.getByRole("button", { name: /^Redo/ }).click();
  await heard(page, /^Done again: /);
  same(await state(), after, "done again");
  return after.blocks;
}

function same(one, other, why) {
  assert.deepEqual(one.names, other.names, why);
  assertSame(one.blocks, other.blocks, why);
}

/** Claims that all blocks are in the same areas, and else tells which are not. */
export function assertSame(actual, expected, why) {
  const codes = [...new Set([...Object.keys(actual), ...Object.keys(expected)])].filter((code) => actual[code] !== expected[code]);
  assert.deepEqual(codes.slice(0, 8).map((code) => `${code}: ${actual[code]}, not ${expected[code]}`), [], why);
}

/** Returns the blocks that were not in this area before, and now are. */
export const gained = (before, after, name) => Object.keys(after).filter((block) => after[block] === name && before[block] !== name);

/** Returns the pixel of the page at a place, in whole pixels. */
export async function pixelOf(page, view, [lon, lat]) {
  const { x, y } = await project(page, { lon, lat }, view);
  return { x: Math.round(x), y: Math.round(y) };
}

/** Returns the blocks of a district whose places are on the map and under no control of it, the largest first. */
export async function inSight(page, view, reply, district) {
  const map = await page.locator("#map").boundingBox();
  const clear = ({ x, y }) => x > map.x + 60 && x < map.x + map.width - 80 && y > map.y + 60 && y < map.y + map.height - 60;
  const all = reply.codes.map((_, i) => i).filter((i) => reply.districtOf[i] === district);
  const pixels = new Map(await Promise.all(all.map(async (i) => [i, await pixelOf(page, view, reply.at[i])])));
  return all.filter((i) => clear(pixels.get(i))).sort((a, b) => reply.area_m2[b] - reply.area_m2[a]);
}

/** "lat,lon,zoom" of an address -> the place of the map. */
export function viewOf(at) {
  const [lat, lon, zoom] = at.split(",").map(Number);
  return { lat, lon, zoom };
}

/** Draws with the mouse through these pixels. */
export async function drag(page, [from, ...rest], { steps = 8 } = {}) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps });
  await page.mouse.up();
}

/** Returns the colours on the screen at some pixels, as [red, green, blue]. */
export async function colours(page, points) {
  const picture = (await page.screenshot()).toString("base64");
  return page.evaluate(async ([data, at]) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    return at.map(({ x, y }) => [...canvas.getImageData(x, y, 1, 1).data].slice(0, 3));
  }, [picture, points]);
}

/** Returns the colour that the list gives an area, as [red, green, blue]. */
export const swatchOf = (page, name) =>
  row(page, name).locator(".area-swatch").evaluate((one) => getComputedStyle(one).backgroundColor.match(/\d+/g).map(Number));

/** Whether a colour is an area's, as it is filled over this ground. */
export function isFilled(colour, swatch, ground) {
  return colour.every((value, i) => Math.abs(value - (0.74 * swatch[i] + 0.26 * ground[i])) <= 10);
}
export const LAND = { light: [0xf7, 0xf6, 0xf1], dark: [0x1e, 0x2a, 0x33] };

/** Metres between two places of degrees, on a sphere. */
export function metres([lon1, lat1], [lon2, lat2]) {
  const rad = Math.PI / 180;
  const h = Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(h));
}
