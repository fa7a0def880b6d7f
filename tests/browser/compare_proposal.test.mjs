import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, setUp, still } from "./harness.mjs";

const here = setUp();
const FOUR = join(ROOT, "data/scenarios/four-places-2022.toml");
const VIEW = "#view=compare&a=place-2022&b=utla-2023";

const texts = (locator) => locator.evaluateAll((all) => all.map((one) => one.textContent.trim()));
const parameters = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector(".compare-region[hidden], .compare-region[aria-busy], .compare-twin[aria-busy]"));
  await still(page);
}

/** Returns what the server says of the four places. */
async function ask(query = "f=json") {
  const response = await fetch(`${here.url}/scenarios/compare/utla-2023?${query}`, { method: "POST", body: await readFile(FOUR), headers: { "Content-Type": "application/toml" } });
  assert.equal(response.status, 200);
  return response;
}

async function openFour(options = {}) {
  const page = await here.open(VIEW, options);
  await settled(page);
  await page.getByText("A proposal", { exact: true }).click();
  await page.locator("#compare-file").setInputFiles(FOUR);
  await page.locator("#compare-proposal", { hasText: "four-places-2022" }).waitFor();
  await settled(page);
  return page;
}

/** Counts the pixels of the map that have these colours, such as "#0072b2". */
async function pixelsOf(page, colours) {
  const picture = (await page.locator("#map canvas").screenshot()).toString("base64");
  return page.evaluate(async ([base64, wanted]) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const found = Object.fromEntries(wanted.map((colour) => [colour, 0]));
    for (let i = 0; i < data.length; i += 4) {
      const near = (colour) => [1, 3, 5].every((at, channel) => Math.abs(Number.parseInt(colour.slice(at, at + 2), 16) - data[i + channel]) < 12);
      for (const colour of wanted) if (near(colour)) found[colour] += 1;
    }
    return found;
  }, [picture, colours]);
}

function assertQuiet(page) {
  assert.deepEqual(page.seen.console.filter((line) => /^(error|warning)/.test(line)), []);
  assert.deepEqual(page.seen.requests.filter((url) => !url.startsWith(here.url) && !/^(blob|data):/.test(url)), []);
}

test("a scenario's file is compared with a layer in the server's words", async () => {
  const page = await openFour();
  const answer = await (await ask()).json();
  assert.deepEqual(await texts(page.locator(".question .sentence")), answer.answers.map(({ sentence }) => sentence));
  const codes = await page.locator(".areas-of.a tbody tr").evaluateAll((all) => all.map((row) => row.dataset.code));
  assert.deepEqual(codes.sort(), answer.verdicts_a.map(({ area }) => area.code).sort());
  assert.equal(await page.locator(".steps .place").textContent(), `${answer.differences.length} differences`);
  const state = await parameters(page);
  assert.deepEqual([state.a, state.b], ["proposal", "utla-2023"], "nothing of the file is in the address");
  assert.equal(await page.locator(".downloads code").textContent(), "coterm compare four-places-2022.toml utla-2023");
  assertQuiet(page);
});

test("its lines, its differences and it alone are on the map", async () => {
  const page = await openFour();
  // The colours that the key has for lines of A only, of B only, and of both.
  const colours = await page.locator(".compare-key line").evaluateAll((all) => [...new Set(all.map((line) => line.getAttribute("stroke")))]);
  assert.ok(colours.length >= 4, `${colours}`);
  const counts = await pixelsOf(page, colours);
  for (const colour of colours.slice(0, 3)) assert.ok(counts[colour] > 100, `${colour}: ${counts[colour]} pixels`);
  await page.getByRole("button", { name: "Next difference" }).click();
  await still(page);
  assert.equal((await parameters(page)).difference, "1");
  await page.getByText("Side by side").click();
  await settled(page);
  assert.match(await page.locator(".compare-name.a").textContent(), /four-places-2022/);
  assertQuiet(page);
});

test("its reports are those of the server, with a tolerance and a weight", async () => {
  const page = await openFour();
  await page.locator("#compare-metres").fill("150");
  await page.keyboard.press("Enter");
  await settled(page);
  const taken = page.waitForEvent("download");
  await page.locator(".downloads").getByRole("button", { name: "differences" }).click();
  const download = await taken;
  assert.equal(download.suggestedFilename(), "proposal-utla-2023-differences.csv");
  const expected = await (await ask("f=csv&table=differences&tolerance=150")).text();
  assert.equal(await readFile(await download.path(), "utf8"), expected);
});

test("what is painted in Propose is compared as it is now", async () => {
  const page = await here.open("#view=propose&within=icb-2022/E54000048&start=place-2022&against=utla-2023");
  await page.getByRole("listbox").waitFor();
  await still(page);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await settled(page);
  await page.getByText("A proposal", { exact: true }).click();
  await page.locator("#compare-proposal", { hasText: "Proposal 1" }).waitFor();
  await settled(page);
  // The places of 2022 under a name of their own.
  const layer = await (await fetch(`${here.url}/compare/place-2022/utla-2023?f=json`)).json();
  const relations = await page.locator(".areas-of.a .verdict").evaluateAll((all) => all.map((one) => one.classList[1]));
  assert.deepEqual(relations.sort(), layer.verdicts_a.map(({ relation }) => relation).sort());
  assertQuiet(page);
});

test("a link to a proposal says that there is none, and a file that is no scenario is refused", async () => {
  const page = await here.open("#view=compare&a=proposal&b=utla-2023");
  await page.getByText("No proposal is open yet.").waitFor();
  assert.equal(await page.locator(".compare-region").isHidden(), true);
  await page.locator("#compare-file").setInputFiles({ name: "areas.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
  await page.getByText("areas.pdf is no scenario").waitFor();
  await page.locator("#compare-file").setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from("block,area\nE00000000,x\n") });
  await page.getByText("E00000000").first().waitFor();
  await page.getByText("Two layers", { exact: true }).click();
  await settled(page);
  assert.notEqual((await parameters(page)).a, "proposal");
});
