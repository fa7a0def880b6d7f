/** How long it takes until the first view is there, and what it transfers. */
import { open, spread } from "./page.mjs";

const OPENINGS = 7;

/** Opens the page with an empty cache, again and again. */
export async function firstView(browser, { url }, name) {
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
