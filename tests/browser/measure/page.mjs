/** What all measurements share: the page with its marks, and how figures are summed up. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ready } from "../harness.mjs";
import { median } from "../tracing.mjs";

const WINDOW = { width: 1440, height: 900 };

/** What the page is told to mark, evaluated before its own scripts. */
function marks() {
  const input = (event) => performance.mark("input", { startTime: event.timeStamp });
  for (const type of ["pointerdown", "pointermove"]) {
    addEventListener(type, (event) => event.buttons && event.target.matches?.(".maplibregl-canvas") && input(event), true);
  }
  addEventListener("keydown", (event) => event.key === " " && event.target.closest?.(".blocks") && input(event), true);
  // A browser without WebGL may not have the class either.
  const context = globalThis.WebGL2RenderingContext?.prototype ?? {};
  const { drawElements } = context;
  let isMarked = false;
  context.drawElements = function (...all) {
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

/** Opens the page with its marks, at a fragment if one is given. */
export async function open(browser, url, fragment) {
  const context = await browser.newContext({ viewport: WINDOW, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.addInitScript(marks);
  if (fragment !== undefined) await settled(page, `${url}/${fragment}`);
  return page;
}
export async function settled(page, url) {
  await page.goto(url);
  await ready(page);
  await page.waitForTimeout(1000);
}
/** Keeps a trace if COTERM_TRACES names a folder. */
export const keep = async (name, trace) => process.env.COTERM_TRACES && writeFile(join(process.env.COTERM_TRACES, `${name}.json`), trace.text);
export const middle = async (page) => {
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  return { x: x + width / 2, y: y + height / 2, width, height };
};
/** Waits until what was done is shown, so that each event is timed on its own. */
export const rest = async (page) => {
  await page.waitForTimeout(100);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
};
export const spread = (values) => ({ count: values.length, median: round(median(values)), worst: round(Math.max(...values)) });
export const round = (ms) => Math.round(ms * 10) / 10;
