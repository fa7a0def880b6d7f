/** How many frames are shown while the map is dragged. */
import { still } from "../harness.mjs";
import { median, traced } from "../tracing.mjs";
import { keep, middle, open, round } from "./page.mjs";

const PAN_MS = 5000;

/** Drags the map to and fro with all layers of a day switched on, and counts frames. */
export async function panning(browser, { url }, name, zoomed) {
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
  const moves = trace.marks("input");
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
