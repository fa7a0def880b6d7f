/** Writes web/screenshot.png, the picture in the README: `node tests/browser/screenshot.mjs`. */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, ready, startServer } from "./harness.mjs";

const FILE = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "web", "screenshot.png");
const MOST_BYTES = 400_000;

const server = await startServer();
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-GB", reducedMotion: "reduce" });
  await page.goto(`${server.url}/#on=2022-06-30&postcode=LA1+4YW`);
  await ready(page);
  // Symbols fade in after everything is loaded.
  await page.waitForTimeout(800);
  await page.screenshot({ path: FILE });
} finally {
  await browser.close();
  await server.stop();
}
const { size } = await stat(FILE);
if (size > MOST_BYTES) throw new Error(`${FILE} has ${size} bytes, more than ${MOST_BYTES}`);
