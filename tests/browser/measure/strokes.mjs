/** How long it takes until a stroke is told by numbers and by the map. */
import { still } from "../harness.mjs";
import { traced } from "../tracing.mjs";
import { keep, middle, open, rest, spread } from "./page.mjs";

const STROKES = 60;

/** Paints with the brush, each time into another area than the last, and times what follows each event of the pointer. */
export async function strokes(browser, { url }, name, at) {
  const page = await proposal(browser, url, `&at=${at}`);
  await page.waitForFunction(() => document.querySelector("#map").dataset.layers.includes("proposed"));
  await still(page);
  const areas = areasOf(page);
  const { x, y, width, height } = await middle(page);
  const trace = await traced(browser, page, async () => {
    for (let i = 0; i < STROKES; i++) {
      await areas.nth(i % 2).check({ force: true });
      // Places spread over the middle of the map, the same each time.
      const from = [x + (((i * 37) % 100) / 100 - 0.5) * width * 0.6, y + (((i * 61) % 100) / 100 - 0.5) * height * 0.6];
      await page.mouse.move(...from);
      await rest(page);
      await page.mouse.down();
      await rest(page);
      await page.mouse.move(from[0] + 12, from[1] + 5);
      await rest(page);
      await page.mouse.up();
      await rest(page);
    }
  });
  await keep(`strokes-${name}`, trace);
  const blocks = await blocksOf(page);
  await page.context().close();
  return { name, blocks, ...summed(trace) };
}

/**
 * Paints block after block with the keyboard in a browser without WebGL, which draws no map: the page's own work for
 * a stroke, and the time until its numbers are shown where nothing waits for the map.
 */
export async function keyStrokes(browser, { url }, name) {
  const page = await proposal(browser, url);
  await page.locator(".blocks").focus();
  const trace = await traced(browser, page, async () => {
    for (let i = 0; i < STROKES; i++) {
      for (const key of [String((i % 2) + 1), "Space", "ArrowRight"]) {
        await page.keyboard.press(key);
        await rest(page);
      }
    }
  });
  await keep(`key-strokes-${name}`, trace);
  const blocks = await blocksOf(page);
  await page.context().close();
  const { "numbers, main": main, "numbers, shown": shown, "longest task": task } = summed(trace);
  return { name, blocks, "numbers, main": main, "numbers, shown": shown, "longest task": task };
}

/** Opens the view with a proposal that starts from a layer. */
async function proposal(browser, url, more = "") {
  const page = await open(browser, url, `#view=propose&start=utla-2021${more}`);
  await areasOf(page).first().waitFor();
  return page;
}
const areasOf = (page) => page.getByRole("radiogroup", { name: "Area to paint" }).getByRole("radio");
const blocksOf = (page) => page.evaluate(async () => (await (await fetch("./scenarios/blocks")).json()).codes.length);

/** The figures of all strokes of a trace. */
function summed(trace) {
  const inputs = trace.marks("input");
  const [numbers, drawings] = [trace.marks("numbers"), trace.marks("drawn")];
  const table = { main: [], shown: [] };
  const map = { main: [], shown: [] };
  const task = [];
  for (const [i, input] of inputs.entries()) {
    const next = inputs[i + 1] ?? Infinity;
    const counted = numbers.find((time) => time >= input && time < next);
    // An event that paints nothing new is none of a stroke.
    if (counted === undefined) continue;
    const drawn = drawings.find((time) => time >= counted && time < next);
    task.push(Math.max(...trace.tasks("CrRendererMain", input - 1, drawn ?? counted).map(({ ms }) => ms)));
    for (const [times, mark] of [[table, counted], [map, drawn]]) {
      const frame = mark !== undefined && trace.frameAfter(mark);
      if (!frame) continue;
      times.main.push((frame.submitted ?? frame.ready) - input);
      if (frame.shown) times.shown.push(frame.shown - input);
    }
  }
  return { "numbers, main": spread(table.main), "numbers, shown": spread(table.shown), "map, main": spread(map.main), "map, shown": spread(map.shown), "longest task": spread(task) };
}
