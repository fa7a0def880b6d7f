import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { coterm, setUp, still } from "./harness.mjs";
import { figure, finish, GROUND, heard, row, sizeOf, studio as open } from "./proposing.mjs";

const here = setUp();
/** A browser without WebGL: what it can do needs no map. */
const bare = setUp({ args: ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"] });

/** Opens the view on a ground, ready to paint. */
const studio = (state, browser = here) => open(browser, state, { map: browser === here });
const undoButton = (page) => page.getByRole("button", { name: /^Undo/ });

/** Presses Tab until the focus is where it should be, and fails if it never is. */
async function tabTo(page, matches, most = 60) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate(`(${matches})(document.activeElement)`)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${matches}`);
}
const isTool = `(e) => e?.type === "radio" && e.name === "tool"`;
const isFind = `(e) => e?.getAttribute("aria-describedby") === "found-block"`;
const isButton = (name) => `(e) => e?.tagName === "BUTTON" && e.textContent.trim() === ${JSON.stringify(name)}`;

async function useTool(page, tool) {
  await page.evaluate(() => document.querySelector("#propose h2").focus());
  await tabTo(page, isTool);
  for (let i = 0; i < 6; i++) {
    if ((await page.evaluate(() => document.activeElement.value)) === tool) return;
    await page.keyboard.press("ArrowRight");
  }
  assert.fail(`no tool ${tool}`);
}
async function goTo(page, name) {
  await page.evaluate(() => document.querySelector("#propose h2").focus());
  await tabTo(page, isFind, 200);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.locator(".blocks:focus").waitFor();
}

/** Downloads by the button in focus, and returns the file's text. */
async function downloaded(page, name) {
  await tabTo(page, isButton(name), 200);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("three places are painted, scored and exported by keyboard alone and without a map, and the command says the same of the files", async () => {
  const page = await studio(`${GROUND}&start=none&against=utla-2021`, bare);
  // Two more areas, by the button.
  for (let i = 0; i < 2; i++) {
    await page.evaluate(() => document.querySelector("#propose h2").focus());
    await tabTo(page, isButton("Add an area"));
    await page.keyboard.press("Enter");
  }
  await useTool(page, "district");
  const places = {
    1: ["Blackburn with Darwen", "Burnley", "Hyndburn", "Pendle", "Ribble Valley", "Rossendale"],
    2: ["Blackpool", "Chorley", "Fylde", "Preston", "South Ribble", "West Lancashire", "Wyre"],
    3: ["Lancaster", "Barrow-in-Furness", "South Lakeland", "Copeland", "Craven"],
  };
  for (const [area, districts] of Object.entries(places)) {
    for (const district of districts) {
      await goTo(page, district);
      await page.keyboard.press(area);
      await page.keyboard.press("Space");
      await heard(page, new RegExp(`to Area ${area}; Area ${area} [\\d,]+ postcodes, .* the mean`));
    }
  }
  await page.getByText("Everything is in an area.").first().waitFor();
  // One block to its neighbour's area and the block south of it by arrow keys.
  await useTool(page, "brush");
  await goTo(page, "Ribble Valley 006B");
  await page.keyboard.press("2");
  await page.keyboard.press("Space");
  await heard(page, /Ribble Valley 006B to Area 2; Area 2 [\d,]+ postcodes/);
  const before = await page.locator(".blocks").getAttribute("aria-activedescendant");
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await page.locator(".blocks").getAttribute("aria-activedescendant"), before);
  await page.keyboard.press("Space");
  await page.keyboard.press("u");
  await heard(page, /^Undone: /);
  // Score.
  await page.evaluate(() => document.querySelector("#propose h2").focus());
  await tabTo(page, isButton("Score it"), 100);
  await page.keyboard.press("Enter");
  await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
  await page.getByText(/0 of 3 areas are coterminous/).first().waitFor();
  await page.getByText(/^Everything is in an area. Split between areas: .*Ribble Valley/).waitFor();
  const shown = {};
  for (const name of ["Area 1", "Area 2", "Area 3"]) shown[name] = figure(await sizeOf(page, name));

  const files = [await downloaded(page, "CSV"), await downloaded(page, "TOML"), await downloaded(page, "JSON")];
  assert.deepEqual(files.map(({ name }) => name), ["proposal-1.csv", "proposal-1.toml", "proposal-1.json"]);
  assert.equal(files[0].text.split("\n").length, 1058 + 2);
  const folder = await mkdtemp(join(tmpdir(), "coterm-propose-"));
  try {
    for (const { name, text } of files) {
      await writeFile(join(folder, name), text);
      const { stdout } = await promisify(execFile)(coterm(), ["scenario", "score", join(folder, name), "--against", "utla-2021", "--within", "icb-2022/E54000048", "--json"], { maxBuffer: 1 << 26 });
      const score = [JSON.parse(stdout)].flat()[0];
      assert.equal(score.assignment.partition, true);
      assert.deepEqual(Object.fromEntries(score.areas.map(({ area, weight }) => [area.name, weight])), shown, name);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  await finish(page);
});

test("a stroke with the mouse paints, and is undone and done again with its figures", async () => {
  const page = await studio(`${GROUND}&start=place-2022&at=53.86,-2.55,10`);
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  const [cx, cy] = [x + width / 2, y + height / 2];
  const before = [await sizeOf(page, "Blackburn with Darwen"), await sizeOf(page, "Lancashire")];
  await page.mouse.move(cx, cy);
  await page.mouse.down();
  await page.mouse.move(cx + 60, cy + 10, { steps: 6 });
  await page.mouse.up();
  await heard(page, /to Blackburn with Darwen; Blackburn with Darwen [\d,]+ postcodes/);
  const after = [await sizeOf(page, "Blackburn with Darwen"), await sizeOf(page, "Lancashire")];
  assert.ok(figure(after[0]) > figure(before[0]));
  assert.equal(figure(after[0]) + figure(after[1]), figure(before[0]) + figure(before[1]));
  await row(page, "Blackburn with Darwen").getByText(/in 2 parts, 1 detached/).waitFor();
  await undoButton(page).filter({ hasText: /LSOA.* to Blackburn with Darwen/ }).waitFor();
  await page.keyboard.press("Control+z");
  await heard(page, /^Undone: /);
  await page.waitForFunction((size) => document.querySelector(".proposed-area .size").textContent === size, before[0]);
  assert.deepEqual([await sizeOf(page, "Blackburn with Darwen"), await sizeOf(page, "Lancashire")], before);
  await page.keyboard.press("Control+Shift+Z");
  await heard(page, /^Done again: /);
  await page.waitForFunction((size) => document.querySelector(".proposed-area .size").textContent === size, after[0]);
  // The server has counted the same.
  await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
  await finish(page);
});

test("the map moves with the tool for it, and not while painting", async () => {
  const page = await studio(`${GROUND}&start=place-2022&at=53.86,-2.55,10`);
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  const drag = async () => {
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 120, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await page.waitForTimeout(400);
    await still(page);
    return new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at");
  };
  const at = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at");
  assert.equal(await drag(), at);
  await page.getByRole("radio", { name: "Move" }).check();
  assert.notEqual(await drag(), at);
});

test("a locked area keeps its blocks, and the rectangle paints between two clicks", async () => {
  const page = await studio(`${GROUND}&start=place-2022&at=53.86,-2.55,9`);
  await row(page, "Lancashire").locator("summary").click();
  await row(page, "Lancashire").getByText("Lock: no tool").click();
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  await page.getByRole("radio", { name: "Rectangle" }).check();
  const corners = async () => {
    await page.mouse.click(x + width / 2 - 60, y + height / 2 - 60);
    await heard(page, /First corner/);
    await page.mouse.click(x + width / 2 + 60, y + height / 2 + 60);
  };
  await corners();
  await heard(page, /locked/);
  await row(page, "Lancashire").getByText("Lock: no tool").click();
  await corners();
  await heard(page, /LSOAs to Blackburn with Darwen/);
  await finish(page);
});

test("a file is opened, its rejected rows are listed, and the form says what is wrong with one that is none", async () => {
  const page = await here.open("#view=propose");
  await page.getByLabel("Start from").selectOption("file");
  const csv = "GEOID20,District\nE01012663,1\nE01012664,2\nE01012664,1\nE99999999,1\nE01012665,\nE01012666,0\n";
  await page.locator(".setup input[type=file]").setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByLabel("Ground to divide").selectOption("");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("2 areas, 2 blocks placed, 3 rows rejected").waitFor();
  const why = await page.locator(".gone-rows tbody tr").allTextContents();
  assert.deepEqual(why.map((text) => text.slice(0, 6)), ["line 4", "line 5", "line 6"]);
  assert.match(why[0], /already in 2/);
  assert.match(why[1], /not a building block/);
  await finish(page);

  const other = await here.open("#view=propose");
  await other.getByLabel("Start from").selectOption("file");
  await other.locator(".setup input[type=file]").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("postcode\nLA1 4YW\n") });
  await other.getByRole("button", { name: "Start" }).click();
  await other.getByText(/list.csv cannot be opened. The first line must name/).waitFor();
});

test("a scenario in TOML is opened with the areas of layers that it names", async () => {
  const page = await studio(`${GROUND}&start=place-2022&against=utla-2021`);
  await page.locator(".studio input[type=file]").setInputFiles(new URL("../../data/scenarios/five-places-on-ccgs.toml", import.meta.url).pathname);
  await page.getByText("5 areas, 1,058 blocks placed, no row rejected").waitFor();
  const reply = await (await fetch(`${here.url}/scenarios/score`, { method: "POST", headers: { "Content-Type": "application/toml" }, body: await readFile(new URL("../../data/scenarios/five-places-on-ccgs.toml", import.meta.url)) })).json();
  for (const { area, weight } of reply.areas) assert.equal(figure(await sizeOf(page, area.name)), weight);
  // Two proposals, side by side.
  const table = page.getByRole("region", { name: "Proposals side by side" });
  await table.getByRole("columnheader", { name: "Five places on the footprints of CCGs" }).waitFor();
  assert.deepEqual((await table.locator("tr", { hasText: "Areas" }).first().locator("td").allTextContents()), ["4", "5"]);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Report side by side" }).click()]);
  assert.match(await readFile(await download.path(), "utf8"), /Five places on the footprints of CCGs/);
  await finish(page);
});

test("nothing is kept in the browser unless that is asked, and it can be forgotten", async () => {
  const page = await studio(`${GROUND}&start=place-2022`);
  await page.locator(".blocks").focus();
  await page.keyboard.press("2");
  await page.keyboard.press("Space");
  await page.waitForTimeout(700);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.getByLabel("Keep in this browser").check();
  await page.getByText("Kept in this browser.").waitFor();
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ["coterm.proposals"]);
  await page.goto(`${here.url}/#view=propose`);
  await page.reload();
  await page.getByRole("button", { name: "Continue with it" }).click();
  await page.getByRole("radiogroup", { name: "Area to paint" }).waitFor();
  await page.getByRole("button", { name: "Forget what is kept" }).click();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await finish(page);
});

test("leaving the page with what is not saved asks", async () => {
  const page = await studio(`${GROUND}&start=place-2022`);
  await page.locator(".blocks").focus();
  await page.keyboard.press("2");
  await page.keyboard.press("Space");
  await heard(page, /to /);
  const asked = page.waitForEvent("dialog").then(async (dialog) => {
    const type = dialog.type();
    await dialog.dismiss();
    return type;
  });
  page.close({ runBeforeUnload: true });
  assert.equal(await asked, "beforeunload");
});

test("an address with nonsense shows the form and why", async () => {
  const page = await here.open("#view=propose&within=nowhere/X&start=nonsense");
  await page.locator("#propose .problem").waitFor();
  await page.getByRole("button", { name: "Start" }).waitFor();
});

test("a proposal is as it was after a look at another view, and the address has no more than the setup", async () => {
  const page = await studio(`${GROUND}&start=place-2022&against=utla-2021`);
  const before = await sizeOf(page, "Blackpool");
  await page.locator(".blocks").focus();
  await page.keyboard.press("2");
  await page.keyboard.press("Space");
  await heard(page, /to Blackpool/);
  // Figures are written with the next frame.
  await page.waitForFunction((old) => document.querySelectorAll(".proposed-area .size")[1].textContent !== old, before);
  const size = await sizeOf(page, "Blackpool");
  await page.getByRole("link", { name: "Find" }).click();
  await page.getByRole("combobox", { name: "Postcode" }).waitFor();
  await page.getByRole("link", { name: "Propose" }).click();
  await page.getByRole("radiogroup", { name: "Area to paint" }).waitFor();
  assert.equal(await sizeOf(page, "Blackpool"), size);
  const keys = [...new URLSearchParams(new URL(page.url()).hash.slice(1)).keys()];
  assert.deepEqual(keys.filter((key) => !["view", "within", "start", "against", "weight", "at"].includes(key)), []);
  await finish(page);
});
