import assert from "node:assert/strict";
import { test } from "node:test";
import { setUp } from "./harness.mjs";
import { agreed, assertSame, blocksOf, change, figure, finish, gained, GROUND, heard, inSight, listed, pixelOf, row, sizeOf, studio, target, thereAndBack, tool, viewOf } from "./proposing.mjs";

const here = setUp();
const AT = "53.87,-2.4,10.2";
const ICB = "icb-2022/E54000048";
const parts = (page, name) => row(page, name).locator(".facts").first().textContent();

test("two areas are merged: the one has all blocks of both, and the other is gone", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const before = await agreed(page, reply);
  const [one, other] = [figure(await sizeOf(page, "Blackpool")), figure(await sizeOf(page, "Lancashire"))];
  await target(page, "Blackpool");
  const after = await thereAndBack(page, reply, async () => {
    const area = await change(page, "Blackpool");
    await area.getByLabel("Merge into").selectOption({ label: "Lancashire" });
    await area.getByRole("button", { name: "Merge" }).click();
    await heard(page, "Blackpool merged");
  });
  assert.equal(figure(await sizeOf(page, "Lancashire")), one + other);
  assert.equal(Object.keys(await listed(page)).includes("Blackpool"), false);
  const moved = Object.keys(before).filter((code) => before[code] === "Blackpool");
  assert.deepEqual(gained(before, after, "Lancashire").sort(), moved.sort());
  assert.match(await parts(page, "Lancashire"), /in one piece/, "Blackpool is beside it");
  await finish(page);
});

test("all places merged are the integrated care board", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&against=icb-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  for (let left = 4; left > 1; left--) {
    const [name] = Object.keys(await listed(page)).filter((one) => one !== "Lancashire");
    const area = await change(page, name);
    await area.getByLabel("Merge into").selectOption({ label: "Lancashire" });
    await area.getByRole("button", { name: "Merge" }).click();
    await heard(page, `${name} merged`);
    await agreed(page, reply);
  }
  await page.getByRole("button", { name: "Score it" }).click();
  await page.getByText("1 of 1 areas is coterminous with one of its areas.").waitFor();
  await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
  await finish(page);
});

test("the focus stays in the list when an area is merged by keyboard", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const area = await change(page, "Blackpool");
  await area.getByLabel("Merge into").selectOption({ label: "Lancashire" });
  await area.getByRole("button", { name: "Merge" }).focus();
  await page.keyboard.press("Enter");
  await heard(page, "Blackpool merged");
  await page.waitForFunction(() => document.activeElement?.closest(".proposed-area"));
  await finish(page);
});

test("a detached part is split off as an area of its own", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  // The block of Ribble Valley with most ground is far from Blackburn.
  const [block] = await inSight(page, viewOf(AT), reply, "Ribble Valley");
  const at = await pixelOf(page, viewOf(AT), reply.at[block]);
  await target(page, "Blackburn with Darwen");
  await page.mouse.click(at.x, at.y);
  await row(page, "Blackburn with Darwen").getByText("in 2 parts, 1 detached").waitFor();
  const after = await thereAndBack(page, reply, async () => {
    await (await change(page, "Blackburn with Darwen")).getByRole("button", { name: "Make the largest detached part a new area" }).click();
    await heard(page, "Blackburn with Darwen split");
  });
  assert.deepEqual(Object.keys(after).filter((code) => after[code] === "Area 1"), [reply.codes[block]]);
  assert.match(await parts(page, "Blackburn with Darwen"), /in one piece/);
  assert.match(await parts(page, "Area 1"), /^1 LSOA · in one piece/);
  await finish(page);
});

test("an area is renamed in the list, in the files and on the map, and is the same area", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const before = await agreed(page, reply);
  const name = 'The "coast", and Fylde';
  const after = await thereAndBack(page, reply, async () => {
    const area = await change(page, "Blackpool");
    await area.getByLabel("Name").fill(`  ${name} `);
    await page.keyboard.press("Enter");
    await heard(page, `Renamed to ${name}`);
  });
  const expected = Object.fromEntries(Object.entries(before).map(([code, old]) => [code, old === "Blackpool" ? name : old]));
  assertSame(after, expected);
  await tool(page, "Brush");
  await page.getByRole("button", { name: "Score it" }).click();
  await page.getByText("Scored. The server’s figures are the page’s.").waitFor();
  await finish(page);
});

test("an area is added and removed, and its blocks are then in none", async () => {
  const page = await studio(here, `${GROUND}&start=place-2022&at=${AT}`);
  const reply = await blocksOf(here, ICB);
  const after = await thereAndBack(page, reply, async () => {
    await (await change(page, "Blackpool")).getByRole("button", { name: "Remove the area" }).click();
    await heard(page, "Blackpool removed");
  });
  assert.equal(Object.values(after).includes("Blackpool"), false);
  const gone = reply.nameOf("place-2022").filter((name) => name === "Blackpool").length;
  assert.ok(gone > 50);
  await row(page, "No area").getByText(`${gone} LSOAs in no area, in 1 place`).waitFor();
  await finish(page);
});
