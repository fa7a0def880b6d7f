import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { test } from "node:test";
import { coterm, ROOT, setUp, still } from "./harness.mjs";
import { agreed, assertSame, blocksOf, colours, exported, finish, GROUND, heard, inSight, isFilled, LAND, pixelOf, studio, swatchOf, target, thereAndBack, tool, viewOf, written } from "./proposing.mjs";

const here = setUp();
const AT = "53.87,-2.4,10.2";
const VIEW = viewOf(AT);
const ICB = "icb-2022/E54000048";

/** Returns a port that nothing listens to. */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts a server on a port, and waits until it answers. */
async function serverOn(port) {
  const child = spawn(coterm(), ["serve", "--bind", `127.0.0.1:${port}`], { cwd: ROOT, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for (let i = 0; i < 300; i++) {
    if (await fetch(`http://127.0.0.1:${port}/health`).then(({ ok }) => ok, () => false)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return () => (child.kill("SIGTERM"), ended);
}

test("the page goes on while its server is started again: what is painted stays, and is scored afterwards", async () => {
  const port = await freePort();
  let stop = await serverOn(port);
  try {
    const url = here.url;
    here.url = `http://127.0.0.1:${port}`;
    const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`).finally(() => (here.url = url));
    const reply = await blocksOf(here, ICB);
    const [one, other] = await inSight(page, VIEW, reply, "Ribble Valley");
    const [from, to] = [await pixelOf(page, VIEW, reply.at[one]), await pixelOf(page, VIEW, reply.at[other])];
    await target(page, "Blackburn with Darwen");
    await page.mouse.click(from.x, from.y);
    await heard(page, /to Blackburn with Darwen; /);
    await stop();

    await page.mouse.click(to.x, to.y);
    await heard(page, /to Blackburn with Darwen; /);
    const painted = await agreed(page, reply);
    await page.getByRole("button", { name: "Score it" }).click();
    await page.locator("#propose .problem", { hasText: "Check that coterm is still running, then try again." }).waitFor();
    // A part of the map that it has not got yet, so that it finds that the server is away.
    await page.getByRole("button", { name: "Zoom out" }).click();
    await page.getByRole("button", { name: "Zoom out" }).click();
    await page.waitForTimeout(1500);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.getByRole("button", { name: "Zoom in" }).click();

    stop = await serverOn(port);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
    assertSame(await exported(page), painted);
    // The map is made anew some seconds after it failed.
    await page.waitForTimeout(7000);
    await still(page);
    await page.mouse.move(20, 20);
    await page.waitForTimeout(500);
    const swatch = await swatchOf(page, "Blackburn with Darwen");
    const around = [from, to].flatMap(({ x, y }) => [-3, 0, 3].flatMap((right) => [-3, 0, 3].map((down) => ({ x: x + right, y: y + down }))));
    const shown = await colours(page, around);
    assert.ok(shown.filter((colour) => isFilled(colour, swatch, LAND.light)).length > 12, `the map shows what is painted: ${shown.join(" ")}`);
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.waitForTimeout(500);
    const [undone] = await colours(page, [to]);
    assert.ok(!isFilled(undone, swatch, LAND.light), "and follows what is done next");
    await page.context().close();
  } finally {
    await stop();
  }
});

test("a ground may be several areas: its blocks are those of all, and its outline, files and score are too", async () => {
  const within = "lad-2021/E07000117,lad-2021/E07000122";
  const page = await studio(here, `within=${within}&start=none&against=lad-2021`);
  await page.locator(".about-setup summary", { hasText: "Burnley and Pendle" }).waitFor();
  const reply = await blocksOf(here, within);
  assert.equal(reply.codes.length, 60 + 57);
  const at = viewOf(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at"));
  assert.ok(at.zoom > 9 && Math.abs(at.lat - 53.81) < 0.08, `the map shows both: ${JSON.stringify(at)}`);
  await page.getByRole("button", { name: "Add an area" }).click();
  await tool(page, "District");
  const box = page.getByRole("listbox", { name: "LSOAs in view" });
  for (const [key, name, count] of [["1", "Burnley", 60], ["2", "Pendle", 57]]) {
    const csv = await thereAndBack(page, reply, async () => {
      await page.getByLabel("LSOA or district to go to").fill(name);
      await page.keyboard.press("Enter");
      await box.press(key);
      await box.press(" ");
      await heard(page, new RegExp(`${count} LSOAs to Area ${key}`));
    });
    assert.equal(Object.values(csv).filter((area) => area === `Area ${key}`).length, count);
  }
  await page.getByText("Everything is in an area. No district is split between areas.").waitFor();
  await page.getByRole("button", { name: "Score it" }).click();
  await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
  await page.getByText("2 of 2 areas are coterminous with one of its areas.").waitFor();
  await page.getByText("The command that says the same").click();
  await page.getByText(`--within ${within}`).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "JSON", exact: true }).click()]);
  const { within: named } = JSON.parse(await (await import("node:fs/promises")).readFile(await download.path(), "utf8"));
  assert.deepEqual(named, within.split(","));
  await finish(page);
});

/** Returns the districts that the page's list and its score say are split, as far as they name them. */
async function splitOnPage(page) {
  await written(page);
  const rows = await page.locator(".proposed-area .facts").allTextContents();
  const inRows = rows.flatMap((text) => text.split(" · ").flatMap((part) => /^(?:Splits|Only part of) (.*)$/.exec(part)?.[1].split(/, | and /) ?? []));
  return [...new Set(inRows)].sort();
}

test("the page counts the same districts as split as the server does, wherever the rest of them is", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  /** What the server says of the proposal that the page exports. */
  const splitOnServer = async () => {
    const csv = await exported(page);
    const areas = [...new Set(Object.values(csv))].map((name) => ({ code: name, name, blocks: Object.keys(csv).filter((code) => csv[code] === name) }));
    const body = JSON.stringify({ title: "As exported", kind: "place", within: [ICB], area: areas });
    const response = await fetch(`${here.url}/scenarios/score`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    assert.ok(response.ok, `${response.status}`);
    return (await response.json()).districts_split.map(({ district }) => district.name).sort();
  };
  // The ground has a part of Copeland and of Craven, and the rest of them is not on it.
  assert.deepEqual(await splitOnServer(), ["Copeland", "Craven"]);
  assert.deepEqual(await splitOnPage(page), ["Copeland", "Craven"]);

  const at = await pixelOf(page, VIEW, reply.at[(await inSight(page, VIEW, reply, "Ribble Valley"))[0]]);
  const steps = {
    "a block in another area": [() => target(page, "Blackburn with Darwen"), () => page.mouse.click(at.x, at.y), ["Copeland", "Craven", "Ribble Valley"]],
    "a block in no area": [() => target(page, "No area"), () => page.mouse.click(at.x, at.y), ["Copeland", "Craven", "Ribble Valley"]],
    "all of the district in no area": [() => tool(page, "District"), () => page.mouse.click(at.x, at.y), ["Copeland", "Craven"]],
  };
  for (const [what, [prepare, act, expected]] of Object.entries(steps)) {
    await prepare();
    await act();
    await written(page);
    assert.deepEqual(await splitOnServer(), expected, `the server, ${what}`);
    assert.deepEqual(await splitOnPage(page), expected, `the page, ${what}`);
    await page.getByRole("button", { name: "Score it" }).click();
    await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
  }
  await finish(page);
});
