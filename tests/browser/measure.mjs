/**
 * Measures the page in Chromium, and prints a table and JSON: `npm run measure --prefix tests/browser`. Nothing here
 * passes or fails, because times depend on the machine.
 *
 * COTERM_ENGLAND  a folder with the data of England (`coterm data build --extent england --out FOLDER`): adds its
 *                 building blocks and its layers
 * COTERM_TRACES   a folder for the traces, to be opened in the performance panel of a browser
 *
 * Without a GPU the browser draws with the processor (SwiftShader), so that the times at which frames are shown say
 * little about another computer. Hence each is told apart: the page's own part ("main"), which is much the same
 * everywhere, and that of the process that draws ("drawing").
 */
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { launch, ready, startServer, still } from "./harness.mjs";
import { median, traced } from "./tracing.mjs";

const WINDOW = { width: 1440, height: 900 };
const STROKES = 60;
const PAN_MS = 5000;
const OPENINGS = 7;

/** What the page is told to mark, evaluated before its own scripts. */
function marks() {
  for (const type of ["pointerdown", "pointermove"]) {
    addEventListener(type, (event) => {
      if (event.buttons && event.target.matches?.(".maplibregl-canvas")) performance.mark("pointer", { startTime: event.timeStamp });
    }, true);
  }
  const { drawElements } = WebGL2RenderingContext.prototype;
  let isMarked = false;
  WebGL2RenderingContext.prototype.drawElements = function (...all) {
    if (!isMarked) queueMicrotask(() => ((isMarked = false), performance.mark("drawn")));
    isMarked = true;
    return drawElements.apply(this, all);
  };
  const element = ({ target }) => (target.nodeType === Node.TEXT_NODE ? target.parentElement : target);
  let isOpen = false;
  new MutationObserver((changes) => {
    if (changes.some((change) => element(change)?.closest?.(".size"))) performance.mark("numbers");
    // The box gets its example when it begins to answer.
    if (changes.some(({ target, attributeName }) => attributeName === "placeholder" && target.id === "postcode")) performance.mark("answerable");
    const map = document.querySelector("#map");
    if (!isOpen && map?.dataset.layers && !map.hasAttribute("aria-busy")) performance.mark("complete", { detail: (isOpen = true) });
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["placeholder", "aria-busy"] });
}

async function open(browser, url, fragment) {
  const context = await browser.newContext({ viewport: WINDOW, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.addInitScript(marks);
  if (fragment !== undefined) await settled(page, `${url}/${fragment}`);
  return page;
}
async function settled(page, url) {
  await page.goto(url);
  await ready(page);
  await page.waitForTimeout(1000);
}
const keep = async (name, trace) => process.env.COTERM_TRACES && writeFile(join(process.env.COTERM_TRACES, `${name}.json`), trace.text);
const middle = async (page) => {
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  return { x: x + width / 2, y: y + height / 2, width, height };
};
/** Waits until what was done is shown, so that each event is timed on its own. */
const rest = async (page) => {
  await page.waitForTimeout(100);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
};
const spread = (values) => ({ count: values.length, median: round(median(values)), worst: round(Math.max(...values)) });
const round = (ms) => Math.round(ms * 10) / 10;

/** Paints with the brush, each time into another area than the last, and times what follows each event of the pointer. */
async function strokes(browser, { url }, name, at) {
  const page = await open(browser, url, `#view=propose&start=utla-2021&at=${at}`);
  const areas = page.getByRole("radiogroup", { name: "Area to paint" }).getByRole("radio");
  await areas.first().waitFor();
  await page.waitForFunction(() => document.querySelector("#map").dataset.layers.includes("proposed"));
  await still(page);
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
  const blocks = await page.evaluate(async () => (await (await fetch("./scenarios/blocks")).json()).codes.length);
  await page.context().close();

  const pointers = trace.marks("pointer");
  const [numbers, drawings] = [trace.marks("numbers"), trace.marks("drawn")];
  const table = { main: [], shown: [] };
  const map = { main: [], shown: [] };
  const task = [];
  for (const [i, pointer] of pointers.entries()) {
    const next = pointers[i + 1] ?? Infinity;
    const counted = numbers.find((time) => time >= pointer && time < next);
    // An event that paints nothing new is none of a stroke.
    if (counted === undefined) continue;
    const drawn = drawings.find((time) => time >= counted && time < next);
    task.push(Math.max(...trace.tasks("CrRendererMain", pointer - 1, drawn ?? counted).map(({ ms }) => ms)));
    for (const [times, mark] of [[table, counted], [map, drawn]]) {
      const frame = mark !== undefined && trace.frameAfter(mark);
      if (!frame) continue;
      times.main.push((frame.submitted ?? frame.ready) - pointer);
      if (frame.shown) times.shown.push(frame.shown - pointer);
    }
  }
  return { name, blocks, "numbers, main": spread(table.main), "numbers, shown": spread(table.shown), "map, main": spread(map.main), "map, shown": spread(map.shown), "longest task": spread(task) };
}

/** Drags the map to and fro with all layers of a day switched on, and counts frames. */
async function panning(browser, { url }, name, zoomed) {
  const page = await open(browser, url, "#on=2022-08-01");
  for (const one of await page.locator(".group [role=switch]").all()) await one.check({ force: true });
  await page.waitForTimeout(1500);
  await still(page);
  const [, place, zoom] = /at=([^&]*),([\d.]+)/.exec(decodeURIComponent(page.url())) ?? [];
  const [lat, lon] = place.split(",");
  // All of the data does not move; a little nearer, it does.
  await page.evaluate((hash) => (location.hash = hash), page.url().split("#")[1].replace(/at=[^&]*/, `at=${lat},${lon},${Number(zoom) + zoomed}`));
  await page.waitForTimeout(1500);
  await still(page);
  const { x, y } = await middle(page);
  const drag = async (ms) => {
    const began = performance.now();
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let t = 0; t < ms; t = performance.now() - began) {
      await page.mouse.move(x + Math.sin(t / 400) * 220, y + Math.sin(t / 610) * 160);
      await page.waitForTimeout(6);
    }
    await page.mouse.up();
  };
  const trace = await traced(browser, page, () => drag(PAN_MS));
  await keep(`panning-${name}`, trace);
  const layers = (await page.locator("#map").getAttribute("data-layers")).split(" ").length;
  await page.context().close();
  const moves = trace.marks("pointer");
  const [from, to] = [moves[0], moves.at(-1)];
  const frames = trace.shown(from, to);
  const gaps = frames.slice(1).map((time, i) => time - frames[i]);
  const perFrame = (thread, what) => round(trace.tasks(thread, from, to).reduce((sum, task) => sum + task[what], 0) / frames.length);
  return {
    name, layers, seconds: round((to - from) / 1000), frames: frames.length, dropped: trace.dropped(from, to),
    "frames per second": round(frames.length / ((to - from) / 1000)), "frame, median": round(median(gaps)), "frame, worst": round(Math.max(...gaps)),
    "main a frame": perFrame("CrRendererMain", "ms"), "main a frame, processor": perFrame("CrRendererMain", "processor"),
    "workers a frame, processor": perFrame("DedicatedWorker", "processor"), "drawing a frame": perFrame("CrGpuMain", "ms"), "longest task": round(Math.max(...trace.tasks("CrRendererMain", from, to).map(({ ms }) => ms))),
  };
}

/** Opens the page with an empty cache, again and again. */
async function firstView(browser, { url }, name) {
  const all = [];
  for (let i = 0; i < OPENINGS; i++) {
    const page = await open(browser, url);
    const requests = [];
    page.on("requestfinished", (request) => requests.push(request));
    await page.goto(url);
    await page.waitForFunction(() => performance.getEntriesByName("complete").length);
    const times = await page.evaluate(() => Object.fromEntries(["first-contentful-paint", "answerable", "complete"].map((one) => [one, performance.getEntriesByName(one)[0].startTime])));
    const sizes = await Promise.all(requests.map((request) => request.sizes()));
    all.push({ ...times, requests: requests.length, kilobytes: sizes.reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, 0) / 1000 });
    await page.context().close();
  }
  return { name, ...Object.fromEntries(Object.keys(all[0]).map((key) => [key, spread(all.map((one) => one[key]))])) };
}

const results = { machine: { processors: cpus().length, model: cpus()[0]?.model, load: loadavg().map(round) } };
const words = (value) => (typeof value === "object" ? `${value.median} (worst ${value.worst}, of ${value.count})` : value);
/** Keeps figures, and prints them as a table. */
function tell(kind, figures) {
  (results[kind] ??= []).push(figures);
  console.log(`\n${kind}, times in milliseconds`);
  for (const [key, value] of Object.entries(figures)) console.log(`  ${key.padEnd(28)} ${words(value)}`);
}

const sets = [["region", undefined], ...(process.env.COTERM_ENGLAND ? [["england", process.env.COTERM_ENGLAND]] : [])];
for (const [name, data] of sets) {
  const server = await startServer({ data });
  const browser = await launch();
  try {
    tell("firstView", await firstView(browser, server, name));
    tell("panning", await panning(browser, server, name, 0.7));
    tell("strokes", await strokes(browser, server, name, "53.86,-2.55,10"));
  } finally {
    await browser.close();
    await server.stop();
  }
}
console.log(`\n${JSON.stringify(results)}`);
