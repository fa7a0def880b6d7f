import assert from "node:assert/strict";
import { test } from "node:test";
import { setUp } from "./harness.mjs";
import { agreed, assertSame, blocksOf, change, drag, exported, finish, gained, GROUND, heard, inSight, metres, pixelOf, row, studio, target, thereAndBack, tool, viewOf, written } from "./proposing.mjs";

const here = setUp();
const AT = "53.81,-2.34,10";
const VIEW = viewOf(AT);
const ICB = "icb-2022/E54000048";
/** Metres of a pixel of the map. */
const PIXEL = (40_075_016 * Math.cos((VIEW.lat * Math.PI) / 180)) / (512 * 2 ** VIEW.zoom);

/** The blocks of a district, the largest first. */
const inDistrict = (reply, name) => reply.codes.map((_, i) => i).filter((i) => reply.districtOf[i] === name).sort((a, b) => reply.area_m2[b] - reply.area_m2[a]);
const codesOf = (reply, blocks) => blocks.map((i) => reply.codes[i]).sort();

for (const [size, radius] of [["One at a time", 0], ["1 km around", 1000], ["2.5 km around", 2500], ["5 km around", 5000], ["10 km around", 10_000]]) {
  test(`the brush "${size}" paints the block under it and those whose place is within its radius`, async () => {
    const page = await studio(here, `${GROUND}&start=none&at=${AT}`);
    const reply = await blocksOf(here, ICB);
    // The largest block that has three others within a kilometre: it is not missed, and every radius finds some.
    const neighbours = (i) => reply.at.filter((at) => metres(at, reply.at[i]) < 1000).length;
    const block = inDistrict(reply, "Burnley").find((i) => neighbours(i) > 3);
    const at = await pixelOf(page, VIEW, reply.at[block]);
    await page.getByLabel("Size of the brush").selectOption(size);
    const csv = await thereAndBack(page, reply, () => page.mouse.click(at.x, at.y));
    const from = reply.codes.map((_, i) => metres(reply.at[block], reply.at[i]));
    // Places at the rim may be on either side of it: the pointer is on a whole pixel.
    const sure = (i) => Math.abs(from[i] - radius) > 1.5 * PIXEL || i === block;
    const expected = reply.codes.filter((_, i) => sure(i) && (i === block || from[i] < radius)).sort();
    const painted = Object.keys(csv).filter((code) => sure(reply.codes.indexOf(code))).sort();
    assert.deepEqual(painted, expected);
    assert.equal(radius === 0, painted.length === 1);
    await finish(page);
  });
}

test("the rectangle paints the blocks whose places are in it, and no other", async () => {
  const page = await studio(here, `${GROUND}&start=none&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  const corners = [{ x: Math.round(x + width / 2 - 130), y: Math.round(y + height / 2 - 90) }, { x: Math.round(x + width / 2 + 110), y: Math.round(y + height / 2 + 120) }];
  await tool(page, "Rectangle");
  const csv = await thereAndBack(page, reply, () => drag(page, corners));
  const pixels = await Promise.all(reply.at.map((at) => pixelOf(page, VIEW, at)));
  const within = (by) => reply.codes.filter((_, i) => pixels[i].x > corners[0].x - by && pixels[i].x < corners[1].x + by && pixels[i].y > corners[0].y - by && pixels[i].y < corners[1].y + by);
  const [least, most] = [within(-2), new Set(within(2))];
  assert.ok(least.length > 20, `${least.length} blocks`);
  assert.ok(least.every((code) => csv[code] === "Area 1"));
  assert.ok(Object.keys(csv).every((code) => most.has(code)));
  await finish(page);
});

test("the tool for districts paints all of a district: the 60 LSOAs of Burnley", async () => {
  const page = await studio(here, `${GROUND}&start=none&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const burnley = inDistrict(reply, "Burnley");
  await tool(page, "District");
  const at = await pixelOf(page, VIEW, reply.at[(await inSight(page, VIEW, reply, "Burnley"))[0]]);
  const csv = await thereAndBack(page, reply, () => page.mouse.click(at.x, at.y));
  assert.deepEqual(Object.keys(csv).sort(), codesOf(reply, burnley));
  assert.equal(burnley.length, 60);
  await page.getByRole("button", { name: "Undo" }).filter({ hasText: "60 LSOAs to Area 1" }).waitFor();
  await finish(page);
});

test("flood stops at lines of districts, or only where another area begins", async () => {
  const page = await studio(here, `${GROUND}&start=none&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const place = async (name) => pixelOf(page, VIEW, reply.at[(await inSight(page, VIEW, reply, name))[0]]);
  // A wall: Burnley in the first area. The second is then flooded from Pendle.
  await tool(page, "District");
  const burnley = await place("Burnley");
  await page.mouse.click(burnley.x, burnley.y);
  await page.getByRole("button", { name: "Add an area" }).click();
  await tool(page, "Flood");
  const pendle = await place("Pendle");
  const before = await exported(page);
  const one = await thereAndBack(page, reply, () => page.mouse.click(pendle.x, pendle.y));
  assert.deepEqual(gained(before, one, "Area 2").sort(), codesOf(reply, inDistrict(reply, "Pendle")));

  await page.getByLabel("Stop at district lines").uncheck();
  const ribble = await place("Ribble Valley");
  const all = await thereAndBack(page, reply, () => page.mouse.click(ribble.x, ribble.y));
  // All that is connected with it through blocks that are in no area, by the borders that the server lists.
  const [start] = await inSight(page, VIEW, reply, "Ribble Valley");
  const free = (i) => !(reply.codes[i] in one);
  const reached = new Set([start]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [i, j] of reply.borders) {
      if (reached.has(i) === reached.has(j) || !free(i) || !free(j)) continue;
      reached.add(i).add(j);
      grown = true;
    }
  }
  assert.ok(reached.size > 800, `${reached.size} blocks`);
  assert.deepEqual(gained(one, all, "Area 2").sort(), codesOf(reply, [...reached]));
  assert.deepEqual(codesOf(reply, inDistrict(reply, "Burnley")).filter((code) => all[code] !== "Area 1"), [], "the wall stands");
  await finish(page);
});

test("no tool takes from a locked area or gives to it, and every tool does once it is open again", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const lock = async () => (await change(page, "Lancashire")).getByText("Lock: no tool").click();
  const [block] = await inSight(page, VIEW, reply, "Ribble Valley");
  const at = await pixelOf(page, VIEW, reply.at[block]);
  const strokes = {
    Brush: () => drag(page, [at, { x: at.x + 40, y: at.y + 10 }]),
    Rectangle: () => drag(page, [{ x: at.x - 40, y: at.y - 40 }, { x: at.x + 40, y: at.y + 40 }]),
    District: () => page.mouse.click(at.x, at.y),
    Flood: () => page.mouse.click(at.x, at.y),
  };
  await lock();
  await row(page, "Lancashire").locator(".locked").waitFor();
  const before = await agreed(page, reply);
  const [undo] = await page.locator(".step").allTextContents();
  for (const area of ["Blackburn with Darwen", "No area"]) {
    await target(page, area);
    for (const [name, stroke] of Object.entries(strokes)) {
      await tool(page, name);
      await stroke();
      await written(page);
      assertSame(await exported(page), before, `${name} takes nothing`);
    }
  }
  await target(page, "Lancashire");
  const blackburn = await pixelOf(page, VIEW, reply.at[(await inSight(page, VIEW, reply, "Blackburn with Darwen"))[0]]);
  await tool(page, "District");
  await page.mouse.click(blackburn.x, blackburn.y);
  await heard(page, "Lancashire is locked");
  assertSame(await exported(page), before, "and nothing is given to it");
  assert.equal((await page.locator(".step").allTextContents())[0], undo, "nothing is to be undone");
  await (await change(page, "Lancashire")).getByRole("button", { name: "Remove the area" }).click();
  await heard(page, /Lancashire is not removed/);

  await lock();
  await target(page, "Blackburn with Darwen");
  for (const [name, stroke] of Object.entries(strokes)) {
    await tool(page, name);
    const after = await thereAndBack(page, reply, stroke);
    assert.equal(after[reply.codes[block]], "Blackburn with Darwen", name);
    await page.getByRole("button", { name: /^Undo/ }).click();
  }
  await finish(page);
});

test("“Only what is in no area” fills what is left, and changes nothing that is painted", async () => {
  const page = await studio(here, `${GROUND}&start=none&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const [block] = await inSight(page, VIEW, reply, "Ribble Valley");
  const at = await pixelOf(page, VIEW, reply.at[block]);
  await page.getByLabel("Size of the brush").selectOption("2.5 km around");
  await page.mouse.click(at.x, at.y);
  const before = await agreed(page, reply);
  await page.getByRole("button", { name: "Add an area" }).click();
  await tool(page, "District");
  await page.getByLabel("Only what is in no area").check();
  const after = await thereAndBack(page, reply, () => page.mouse.click(at.x, at.y));
  for (const code of Object.keys(before)) assert.equal(after[code], "Area 1", code);
  const rest = inDistrict(reply, "Ribble Valley").map((i) => reply.codes[i]).filter((code) => !(code in before));
  assert.deepEqual(gained(before, after, "Area 2").sort(), rest.sort());
  await finish(page);
});
