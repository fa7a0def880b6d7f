/**
 * Starts a server, a browser and a page for each test file.
 *
 * COTERM_URL   the URL of a server that already runs, in place of starting one
 * COTERM_BIN   the coterm binary (default: target/release/coterm, then target/debug/coterm)
 * CHROMIUM     the browser (default: /usr/bin/chromium)
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { postcode as tidy } from "../../web/src/page/format.js";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const SHOTS = join(ROOT, "tests", "browser", "shots");
const PATIENCE_MS = 60_000;

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  // WebGL without a GPU.
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  // The browser must not use the network by itself.
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The coterm binary; undefined if none is built. */
export const coterm = () =>
  process.env.COTERM_BIN ?? ["release", "debug"].map((profile) => join(ROOT, "target", profile, "coterm")).find(existsSync);

/** Starts a server; `data` is the folder of its data, if not the default. */
export async function startServer({ data } = {}) {
  if (process.env.COTERM_URL && !data) return { url: process.env.COTERM_URL.replace(/\/$/, ""), stop: async () => {} };
  const binary = coterm();
  if (!binary) throw new Error("No server to test: build coterm, or set COTERM_BIN or COTERM_URL.");

  const child = spawn(binary, ["serve", "--bind", "127.0.0.1:0", ...(data ? ["--data", data] : [])], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${binary} gave no address within ${PATIENCE_MS} ms. It said:\n${said}`)), PATIENCE_MS);
    const listen = (chunk) => {
      said += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (!address) return;
      clearTimeout(late);
      resolve(address[0]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", (chunk) => (said += chunk));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${binary} ended with ${code}. It said:\n${said}`)));
  }).catch((error) => {
    child.kill();
    throw error;
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return { url, stop: () => (child.kill("SIGTERM"), ended) };
}

export const launch = (more = []) =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...ARGUMENTS, ...more] });

/** Starts what a test file needs. Returns an object that has `{ url, browser, open }` once the tests run. `data` makes a folder of data. */
export function setUp({ args = [], data } = {}) {
  const here = {};
  before(async () => {
    here.server = await startServer({ data: await data?.() });
    here.url = here.server.url;
    here.browser = await launch(args);
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  /** Opens the page in a fresh profile; `seen` collects its log, its requests and failures, and the answers that it got. */
  here.open = async (fragment = "", { width = 1280, height = 800, ...options } = {}) => {
    const context = await here.browser.newContext({ viewport: { width, height }, locale: "en-GB", reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.seen = { console: [], requests: [], failures: [], answers: [] };
    page.on("console", (message) => page.seen.console.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => page.seen.console.push(`error: ${error.message}`));
    page.on("request", (request) => page.seen.requests.push(request.url()));
    page.on("response", (response) => {
      const json = response.ok() && response.headers()["content-type"] === "application/json";
      const { pathname, searchParams } = new URL(response.url());
      // Short answers are for a timeline, not for what was looked up.
      if (json && pathname === "/lookup" && !searchParams.has("fields")) page.seen.answers.push(response.json().then(([answer]) => answer));
    });
    page.on("requestfailed", (request) => page.seen.failures.push(`${request.url()} ${request.failure()?.errorText}`));
    await page.goto(`${here.url}/${fragment}`);
    await ready(page);
    return page;
  };
  return here;
}

export async function ready(page) {
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  await still(page);
}

/** Waits until everything is drawn and nothing moves. */
export const still = (page) => page.waitForFunction(() => !document.querySelector("#map[aria-busy]"));

/** Types a postcode and waits for its answer. */
export async function lookUp(page, postcode) {
  await page.getByRole("combobox", { name: "Postcode, place or area" }).fill(postcode);
  await page.keyboard.press("Enter");
  await answered(page, tidy(postcode));
}

/** Waits until the panel shows the answer with this heading. */
export const answered = (page, heading) => page.locator("#answer h2", { hasText: heading }).waitFor();

/** Returns the newest answer that the page got from its server. */
export const answer = (page) => page.seen.answers.at(-1);

/** Returns the ids of the layers that the map draws, the most important first. */
export const drawnLayers = (page) =>
  page.locator("#map").evaluate(({ dataset }) => (dataset.layers ?? "").split(" ").filter(Boolean));

/** Waits until the map draws a layer, or no longer draws it. */
export const untilDrawn = (page, layer, drawn = true) =>
  page.waitForFunction(([id, wanted]) => document.querySelector("#map").dataset.layers.split(" ").includes(id) === wanted, [layer, drawn]);

/** Returns the position of a point on the page, in pixels, given the view that the map was opened with. */
export async function project(page, point, view) {
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  const world = 512 * 2 ** view.zoom;
  const across = (lon) => (lon / 360) * world;
  const down = (lat) => (-Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * world;
  return {
    x: x + width / 2 + across(point.lon) - across(view.lon),
    y: y + height / 2 + down(point.lat) - down(view.lat),
  };
}

/** Returns the fragment of the link that "Copy link" copies; the page needs the permissions of `CLIPBOARD`. */
export async function copiedLink(page) {
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("Link copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  return new URL(link).hash;
}
export const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

/** Returns the rows of the panel. */
export const rows = (page) =>
  page.locator("#answer .area").evaluateAll((all) =>
    all.map((row) => ({
      family: row.dataset.family,
      layer: row.dataset.layer,
      code: row.querySelector(".codes code").textContent,
      name: row.querySelector(".name").textContent,
      certain: row.querySelector(".sure").textContent === "Certain",
    })));

/** Returns the rows that the panel should have for an answer of the server, in no particular order. */
export const expectedRows = ({ areas }) =>
  areas.map(({ family, layer, code, name, certain }) => ({ family, layer, code, name, certain }));

export const byLayer = (a, b) => a.layer.localeCompare(b.layer);
