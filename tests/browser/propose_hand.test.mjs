import assert from "node:assert/strict";
import { test } from "node:test";
import { setUp, still } from "./harness.mjs";
import { agreed, assertSame, blocksOf, colours, drag, exported, finish, gained, GROUND, heard, inSight, isFilled, LAND, pixelOf, row, studio, swatchOf, target, thereAndBack, viewOf, written } from "./proposing.mjs";

const here = setUp();
const AT = "53.87,-2.4,10.2";
const VIEW = viewOf(AT);
const ICB = "icb-2022/E54000048";

/** The blocks of Ribble Valley with most ground, which are large enough to be met with a mouse. */
const large = (page, reply, view = VIEW) => inSight(page, view, reply, "Ribble Valley");
const placeOf = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at");

/** Waits until the map has come to rest and the address tells where. */
async function rested(page) {
  await page.waitForTimeout(400);
  await still(page);
  return placeOf(page);
}

test("a link opens the map where it says, and else shows all of the ground", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  assert.equal(await rested(page), "53.8700,-2.4000,10.2");
  await finish(page);
  const other = await studio(here, `${GROUND}&start=place-2022`);
  const { lat, zoom } = viewOf(await rested(other));
  assert.ok(lat > 53.9 && zoom < 9, `${lat} ${zoom}`);
  await finish(other);
});

test("the space bar moves the map in place of painting, also just after a tool was chosen", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const before = await agreed(page, reply);
  await target(page, "South Cumbria");
  const at = await pixelOf(page, VIEW, reply.at[(await large(page, reply))[0]]);
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down("Space");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".maplibregl-canvas")).cursor), "grab");
  await drag(page, [at, { x: at.x + 90, y: at.y + 20 }]);
  await page.mouse.click(at.x, at.y);
  await page.keyboard.up("Space");
  const moved = await rested(page);
  assert.notEqual(moved, "53.8700,-2.4000,10.2");
  assertSame(await exported(page), before, "nothing is painted");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".maplibregl-canvas")).cursor), "crosshair");
  // The next stroke paints again, and leaves the map where it is.
  await drag(page, [at, { x: at.x + 30, y: at.y }]);
  await heard(page, /to South Cumbria; /);
  assert.equal(await rested(page), moved);
  await finish(page);
});

/** Begins a stroke that paints for Blackburn with Darwen, and does not end it. Returns where it began. */
async function beginStroke(page, reply) {
  await target(page, "Blackburn with Darwen");
  const at = await pixelOf(page, VIEW, reply.at[(await large(page, reply))[0]]);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 30, at.y, { steps: 4 });
  return at;
}

test("undo in the middle of a stroke takes the stroke back, and what follows of it paints nothing", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const before = await agreed(page, reply);
  const at = await beginStroke(page, reply);
  await written(page);
  await page.keyboard.press("Control+z");
  await heard(page, /^Undone: /);
  await page.mouse.move(at.x + 60, at.y + 60, { steps: 4 });
  await page.mouse.up();
  assertSame(await agreed(page, reply), before);
  await page.keyboard.press("Control+Shift+Z");
  await heard(page, /^Done again: /);
  assert.ok(Object.entries(await agreed(page, reply)).some(([code, name]) => name !== before[code]));
  await finish(page);
});

test("Escape takes back a stroke that has not ended, and the first corner of a rectangle", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const before = await agreed(page, reply);
  const at = await beginStroke(page, reply);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assertSame(await agreed(page, reply), before);
  await page.getByRole("radio", { name: "Rectangle" }).check();
  await page.mouse.click(at.x, at.y);
  await heard(page, /First corner/);
  await page.keyboard.press("Escape");
  await page.mouse.click(at.x + 80, at.y + 80);
  await heard(page, /First corner/);
  assertSame(await agreed(page, reply), before);
  await finish(page);
});

/** A hand with fingers, which the browser gets as touches. */
async function fingers(page) {
  const client = await page.context().newCDPSession(page);
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    /** Draws with one finger. */
    async draw([from, ...rest], steps = 6) {
      await send("touchStart", [{ ...from, id: 0 }]);
      let last = from;
      for (const to of rest) {
        for (let i = 1; i <= steps; i++) await send("touchMove", [{ x: last.x + ((to.x - last.x) * i) / steps, y: last.y + ((to.y - last.y) * i) / steps, id: 0 }]);
        last = to;
      }
      await send("touchEnd", []);
    },
    /** Puts down one finger, then another, draws both apart and along, and lifts one after the other. */
    async pinch({ x, y }, by) {
      const at = (i) => [{ x: x - 30 - (by * i) / 6, y: y + i * 4, id: 0 }, { x: x + 30 + (by * i) / 6, y: y + i * 4, id: 1 }];
      await send("touchStart", [at(0)[0]]);
      await send("touchStart", at(0));
      for (let i = 1; i <= 6; i++) {
        await send("touchMove", at(i));
        await page.waitForTimeout(20);
      }
      await send("touchEnd", [at(6)[0]]);
      await send("touchEnd", []);
    },
  };
}

test("one finger paints and leaves the map and the page where they are; two fingers move the map, as often as they like, and paint nothing", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=53.87,-2.4,9.5`, { width: 390, height: 844, hasTouch: true, isMobile: true });
  const view = viewOf("53.87,-2.4,9.5");
  const reply = await blocksOf(here, ICB);
  await target(page, "Blackburn with Darwen");
  await page.evaluate(() => scrollTo(0, 0));
  const hand = await fingers(page);
  const [one, other] = await large(page, reply, view);
  const [from, to] = [await pixelOf(page, view, reply.at[one]), await pixelOf(page, view, reply.at[other])];
  const before = await agreed(page, reply);
  await page.evaluate(() => scrollTo(0, 0));

  // A tap paints the block under it.
  await page.touchscreen.tap(from.x, from.y);
  await heard(page, new RegExp(`${reply.names[one]} to Blackburn with Darwen|1 LSOA to Blackburn`));
  const tapped = await agreed(page, reply);
  assert.deepEqual(gained(before, tapped, "Blackburn with Darwen"), [reply.codes[one]]);

  await page.evaluate(() => scrollTo(0, 0));
  await hand.draw([from, to]);
  await written(page);
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.equal(await rested(page), "53.8700,-2.4000,9.5");
  const painted = await agreed(page, reply);
  assert.ok(gained(tapped, painted, "Blackburn with Darwen").includes(reply.codes[other]), "the stroke reaches where it ends");

  const places = [await rested(page)];
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => scrollTo(0, 0));
    await hand.pinch(from, i % 2 ? -15 : 40);
    places.push(await rested(page));
    assert.notEqual(places.at(-1), places.at(-2), `gesture ${i + 1}`);
    assertSame(await agreed(page, reply), painted, `gesture ${i + 1} paints nothing`);
  }
  assert.ok(viewOf(places[1]).zoom > viewOf(places[0]).zoom, "fingers that part zoom in");
  // One finger paints again.
  await page.evaluate(() => scrollTo(0, 0));
  await hand.draw([{ x: 190, y: from.y }, { x: 230, y: from.y + 10 }]);
  await written(page);
  assert.equal(await rested(page), places.at(-1));
  await finish(page);
});

test("a stroke goes on while the theme changes, and the map then shows all of it in the other theme", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`, { colorScheme: "light" });
  const reply = await blocksOf(here, ICB);
  await target(page, "Blackburn with Darwen");
  const [one, other] = await large(page, reply);
  const [from, to] = [await pixelOf(page, VIEW, reply.at[one]), await pixelOf(page, VIEW, reply.at[other])];
  const swatch = await swatchOf(page, "Blackburn with Darwen");
  const old = await swatchOf(page, "Lancashire");
  const beside = (at) => [-3, 0, 3].flatMap((x) => [-3, 0, 3].map((y) => ({ x: at.x + x, y: at.y + y })));
  /** Whether most of the screen around both places has an area's colour. */
  const filled = async (which, theme) => {
    const shown = await colours(page, [...beside(from), ...beside(to)]);
    return shown.filter((colour) => isFilled(colour, which, LAND[theme])).length > 12;
  };
  await page.mouse.move(20, 20);
  await page.waitForTimeout(400);
  assert.ok(await filled(old, "light"), "the blocks have Lancashire’s colour");
  const after = await thereAndBack(page, reply, async () => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForTimeout(300);
    await page.mouse.move(to.x, to.y, { steps: 10 });
    await page.mouse.up();
    await heard(page, /to Blackburn with Darwen; /);
  });
  assert.equal(after[reply.codes[one]], "Blackburn with Darwen");
  assert.equal(after[reply.codes[other]], "Blackburn with Darwen");
  await page.mouse.move(20, 20);
  await still(page);
  await page.waitForTimeout(400);
  assert.ok(await filled(swatch, "dark"), "they have Blackburn’s colour, over dark land");
  await row(page, "Blackburn with Darwen").getByText(/in \d parts/).waitFor();
  await finish(page);
});

test("blocks of another ground lose their colour when the ground changes", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const at = await pixelOf(page, VIEW, reply.at[(await large(page, reply))[0]]);
  const swatch = await swatchOf(page, "Lancashire");
  const around = [-2, 0, 2].map((x) => ({ x: at.x + x, y: at.y }));
  const isLancashire = async () => (await colours(page, around)).every((colour) => isFilled(colour, swatch, LAND.light));
  await page.mouse.move(20, 20);
  await page.waitForTimeout(400);
  assert.ok(await isLancashire());
  // By the address, which keeps the map's source of blocks.
  await page.evaluate((hash) => {
    history.pushState(null, "", hash);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `#view=propose&within=lad-2021/E07000117&start=place-2022&at=${AT}`);
  await page.locator(".about-setup summary", { hasText: "Burnley" }).waitFor();
  await still(page);
  await page.waitForTimeout(400);
  assert.equal(await isLancashire(), false, "it is no longer of the ground");
  await finish(page);
});
