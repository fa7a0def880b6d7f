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
import { cpus, loadavg } from "node:os";
import { launch, startServer } from "../harness.mjs";
import { firstView } from "./firstview.mjs";
import { round } from "./page.mjs";
import { panning } from "./panning.mjs";
import { keyStrokes, strokes } from "./strokes.mjs";

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
  const bare = await launch(["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"]);
  try {
    tell("firstView", await firstView(browser, server, name));
    tell("panning", await panning(browser, server, name, 0.7));
    tell("strokes", await strokes(browser, server, name, "53.86,-2.55,10"));
    tell("strokes by keyboard, without a map", await keyStrokes(bare, server, name));
  } finally {
    await bare.close();
    await browser.close();
    await server.stop();
  }
}
console.log(`\n${JSON.stringify(results)}`);
