import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, setUp, still } from "./harness.mjs";

const here = setUp();
const PAIR = "#view=compare&a=place-2022&b=utla-2023";

/** Waits until the answer and everything on the map is there. */
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector(".compare-region[hidden], .compare-region[aria-busy], .compare-twin[aria-busy]"));
  await still(page);
}

async function openPair(fragment = PAIR, options = {}) {
  const page = await here.open(fragment, options);
  await settled(page);
  return page;
}

const ask = async (query = "", pair = "place-2022/utla-2023") => (await fetch(`${here.url}/compare/${pair}?f=json${query}`)).json();
const parameters = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
const texts = (locator) => locator.evaluateAll((all) => all.map((one) => one.textContent.trim()));
const place = (page) => page.locator(".steps .place").textContent();
/** Presses Tab until an element that this selector names has the focus. */
async function tabTo(page, selector) {
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab does not come to ${selector}`);
}

function assertQuiet(page) {
  assert.deepEqual(page.seen.console.filter((line) => /^(error|warning)/.test(line)), []);
  assert.deepEqual(page.seen.requests.filter((url) => !url.startsWith(here.url) && !/^(blob|data):/.test(url)), []);
}

test("the answer says what the server says", async () => {
  const page = await openPair("#view=compare");
  const answer = await ask();
  const { a, b } = await parameters(page);
  assert.deepEqual([a, b], ["place-2022", "utla-2023"], "the pair that is chosen at first");
  assert.deepEqual(await texts(page.locator(".question h3")), answer.answers.map(({ question }) => question));
  assert.deepEqual(await texts(page.locator(".question .sentence")), answer.answers.map(({ sentence }) => sentence));
  assert.equal(await page.locator("#status").textContent(), answer.answers[0].sentence);
  assert.deepEqual(await texts(page.locator(".findings li")), answer.findings);
  assert.equal(await page.locator("#compare-metres").inputValue(), String(answer.tolerance_m));
  assertQuiet(page);
});

test("both layers' areas have the server's verdicts, and can be sorted and filtered", async () => {
  const page = await openPair();
  const answer = await ask();
  for (const letter of ["a", "b"]) {
    const rows = await page.locator(`.areas-of.${letter} tbody tr`).evaluateAll((all) =>
      all.map((row) => [row.dataset.code, row.querySelector(".verdict").classList[1], row.querySelector(".reason").textContent, row.querySelector(".number").textContent]));
    const expected = answer[`verdicts_${letter}`].map(({ area, relation, reason, weight }) =>
      [area.code, relation, reason, weight === null ? "not known" : weight.toLocaleString("en-GB")]);
    assert.deepEqual(rows.sort(), expected.sort());
  }
  const table = page.locator(".areas-of.b");
  await table.locator("select").selectOption("crossing");
  assert.deepEqual(await texts(table.locator("tbody button")), ["Cumberland", "Westmorland and Furness"]);
  await table.locator("select").selectOption("");
  await table.getByRole("button", { name: "Live postcodes" }).click();
  assert.equal(await table.locator("th[aria-sort]").getAttribute("aria-sort"), "descending");
  assert.deepEqual((await texts(table.locator("tbody button"))).slice(0, 2), ["Lancashire", "Cumberland"]);
  assert.equal((await texts(table.locator("tbody button"))).at(-1), "North Yorkshire", "what is not known comes last");
});

test("a row leads the map to its area", async () => {
  const page = await openPair();
  const before = await parameters(page);
  await page.locator(".areas-of.a").getByRole("button", { name: "Blackpool", exact: true }).click();
  await settled(page);
  await page.waitForFunction((at) => new URLSearchParams(location.hash.slice(1)).get("at") !== at, before.at);
  const [lat, lon, zoom] = (await parameters(page)).at.split(",").map(Number);
  assert.ok(Math.abs(lat - 53.82) < 0.1 && Math.abs(lon + 3.03) < 0.2 && zoom > 9, `${lat} ${lon} ${zoom}`);
});

test("the matrix has a figure for every overlap", async () => {
  const page = await openPair();
  const answer = await ask();
  const cells = await page.locator(".heat tbody button").evaluateAll((all) => all.map((cell) => [cell.getAttribute("aria-label"), cell.textContent]));
  assert.equal(cells.length, answer.matrix.length);
  for (const { a, b, weight, weight_share_of_a } of answer.matrix) {
    const [label, text] = cells.find(([label]) => label.startsWith(`${a.name} in ${b.name}:`));
    assert.ok(label.includes(weight.toLocaleString("en-GB")), label);
    assert.ok(Math.abs(parseFloat(text) / 100 - weight_share_of_a) < 0.005, `${label} ${text}`);
  }
  assert.equal(await page.locator(".heat thead th[scope=col]").count(), 6);
  assert.equal(await page.locator(".heat tbody th[scope=row]").count(), 4);
  const at = (await parameters(page)).at;
  await page.getByRole("button", { name: /^South Cumbria in North Yorkshire/ }).click();
  await page.waitForFunction((before) => new URLSearchParams(location.hash.slice(1)).get("at") !== before, at);
});

test("next difference, by keyboard alone: each is told, outlined and in the address, and the back button returns", async () => {
  const page = await openPair();
  const { differences } = await ask();
  assert.equal(await place(page), `${differences.length} differences`);
  assert.equal(await page.locator(".differences ol li").count(), differences.length);
  const canvas = page.locator("#map canvas");
  const before = await canvas.screenshot();
  await tabTo(page, ".steps .main");
  for (const { number, reason, districts, weight } of differences) {
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(await place(page), `${number} of ${differences.length}`);
    const told = await page.locator(".difference").textContent();
    assert.ok(told.includes(reason) && told.includes(districts[0].name) && told.includes(`${weight} live postcodes`), told);
    assert.match(await page.locator("#status").textContent(), new RegExp(`^Difference ${number} of ${differences.length}: `));
    assert.equal((await parameters(page)).difference, String(number));
    assert.ok(await page.evaluate(() => document.activeElement.matches(".steps .main")), "the focus stays");
  }
  assert.ok(!before.equals(await canvas.screenshot()), "the map went there");
  const shown = await page.locator("#compare").textContent();
  await page.goBack();
  await page.waitForFunction(() => document.querySelector(".steps .place").textContent.startsWith("1 of"));
  assert.equal((await parameters(page)).difference, "1");
  await page.goForward();
  await page.waitForFunction(() => document.querySelector(".steps .place").textContent.startsWith("2 of"));
  assert.equal(await page.locator("#compare").textContent(), shown);
  assertQuiet(page);
});

test("a link opens what it says, and nonsense in it is told and replaced", async () => {
  const page = await openPair(`${PAIR}&tolerance=500&weight=area&difference=1`);
  const answer = await ask("&tolerance=500&weight=area");
  assert.equal(await page.locator(".question .sentence").nth(2).textContent(), answer.answers[2].sentence);
  assert.ok(await page.locator("#compare-weight-area").isChecked());
  assert.ok((await page.locator(".difference").textContent()).includes(answer.differences[0].reason));
  assert.equal(await page.locator("#compare .command code").textContent(), "coterm compare place-2022 utla-2023 --tolerance 500 --weight area");
  const other = await openPair("#view=compare&a=nix&b=utla-2023&tolerance=many&difference=77");
  await other.getByText("The data has no layer called “nix”.").waitFor();
  const { a, tolerance, difference } = await parameters(other);
  assert.deepEqual([a, tolerance, difference], ["place-2022", undefined, undefined]);
  assertQuiet(other);
});

test("the answer follows the tolerance while it moves, and the address when it rests", async () => {
  const page = await openPair("#view=compare&a=ccg-2021&b=ccg-2019-bsc");
  const slider = page.locator("#compare-tolerance");
  await slider.evaluate((input) => {
    input.value = "20";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const { answers } = await ask("&tolerance=20", "ccg-2021/ccg-2019-bsc");
  await page.locator(".question.first .sentence", { hasText: answers[0].sentence }).waitFor();
  assert.equal((await parameters(page)).tolerance, undefined);
  await slider.evaluate((input) => input.dispatchEvent(new Event("change", { bubbles: true })));
  assert.equal((await parameters(page)).tolerance, "20");
  await settled(page);
  await page.goBack();
  const first = await ask("", "ccg-2021/ccg-2019-bsc");
  await page.locator(".question.first .sentence", { hasText: first.answers[0].sentence }).waitFor();
  assert.equal(await page.locator("#compare-metres").inputValue(), String(first.tolerance_m));
});

test("A and B are exchanged; one family is compared at two dates", async () => {
  const page = await openPair();
  await page.getByRole("button", { name: "Exchange A and B" }).click();
  const turned = await ask("", "utla-2023/place-2022");
  await page.locator(".question.first .sentence", { hasText: turned.answers[0].sentence }).waitFor();
  await page.getByText("Two dates", { exact: true }).click();
  await page.locator("#compare-family").selectOption("place");
  const dated = await ask("", "place-2021/place-2022");
  await page.locator(".question.first .sentence", { hasText: dated.answers[0].sentence }).waitFor();
  const { a, b, dates } = await parameters(page);
  assert.deepEqual([a, b, dates], ["place-2021", "place-2022", "2022-07-26,2022-07-27"]);
  await page.locator("#compare-date-0").fill("1999-01-01");
  await page.getByText("The data has no places for 1 January 1999.").waitFor();
});

test("swipe, by keyboard alone: the divider moves, both maps move together, and leaving takes them away", async () => {
  const page = await openPair();
  await tabTo(page, "[name=compare-map]");
  await page.keyboard.press("ArrowRight");
  await page.locator(".compare-twin canvas").waitFor();
  await settled(page);
  const left = () => page.locator(".divider").evaluate((node) => node.getBoundingClientRect().left);
  const clip = () => page.locator(".compare-twin").evaluate((node) => getComputedStyle(node).clipPath);
  const [before, clipped] = [await left(), await clip()];
  await page.locator("#compare-divider").focus();
  for (let i = 0; i < 20; i += 1) await page.keyboard.press("ArrowRight");
  assert.ok((await left()) > before + 50);
  assert.notEqual(await clip(), clipped);
  const divider = await page.locator("#compare-divider").getAttribute("aria-valuetext");
  assert.match(divider, /70%/);
  assert.equal((await parameters(page)).map, "swipe");

  const pixels = async (selector) => (await page.locator(selector).screenshot()).length;
  const overBefore = await pixels(".compare-twin");
  await page.locator("#map canvas").focus();
  await page.keyboard.press("ArrowRight");
  await settled(page);
  assert.notEqual(await pixels(".compare-twin"), overBefore, "the map of A moves with that of B");
  await page.getByText("Side by side").click();
  await settled(page);
  const [one, other] = await Promise.all([".compare-twin", "#map"].map((selector) => page.locator(selector).boundingBox()));
  assert.ok(one.x + one.width <= other.x + 1 && Math.abs(one.width - other.width) < 2);
  await page.locator("#views").getByText("List").click();
  assert.equal(await page.locator(".compare-twin, .compare-over, .compare-swipe").count(), 0);
  assertQuiet(page);
});

test("the key explains the lines in the paint of the style", async () => {
  const page = await openPair();
  const { layers } = await (await fetch(`${here.url}/style.json?compare=place-2022,utla-2023&theme=light`)).json();
  const strokes = await page.locator(".compare-key line").evaluateAll((all) => all.map((line) => line.getAttribute("stroke")));
  for (const id of ["shared", "real-a", "real-b", "coastal"]) assert.ok(strokes.includes(layers.find((layer) => layer.id === id).paint["line-color"]), id);
  assert.match(await page.locator(".compare-key").textContent(), /Only A: Places \(2022\).*Only B: Upper-tier and unitary authorities \(2023\)/);
});

test("every download is there", async () => {
  const page = await openPair(`${PAIR}&tolerance=300`);
  const links = await page.locator(".take a[download]").evaluateAll((all) => all.map(({ href, download }) => [href, download]));
  assert.equal(links.length, 11);
  for (const [href, name] of links) {
    assert.ok(new URL(href).searchParams.get("tolerance") === "300" && name.startsWith("place-2022-utla-2023"), href);
    const reply = await fetch(href);
    assert.equal(reply.status, 200, href);
    await reply.body.cancel();
  }
});

test("a refusal is told in the server's words, and another try answers", async () => {
  const page = await here.open("");
  let refuse = true;
  await page.route(/\/compare\/place-2022\//, (route) =>
    refuse ? route.fulfill({ status: 503, headers: { "Retry-After": "1" }, contentType: "application/problem+json", body: JSON.stringify({ detail: "the server is busy; try again in a second" }) }) : route.continue());
  await page.locator("#views").getByText("Compare").click();
  await page.locator("#compare .problem", { hasText: "the server is busy; try again in a second" }).waitFor();
  refuse = false;
  await page.locator("#compare").getByRole("button", { name: "Try again" }).click();
  await settled(page);
  assert.equal(await page.locator("#compare .problem").count(), 0);
  assert.equal(await page.locator(".question.first .sentence").textContent(), (await ask()).answers[0].sentence);
});

test("large layers are shown as pairs, and nothing is wider than a narrow window", async () => {
  const page = await openPair("#view=compare&a=lad-2023&b=lsoa-2011", { width: 320, height: 700 });
  const { matrix } = await ask("", "lad-2023/lsoa-2011");
  await page.getByRole("button", { name: `Show all ${matrix.length.toLocaleString("en-GB")} pairs` }).click();
  assert.equal(await page.locator(".pairs tbody tr").count(), matrix.length);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const narrow = await openPair(PAIR, { width: 320, height: 700 });
  assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("without WebGL everything but the map works", async () => {
  const browser = await launch(["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"]);
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.goto(`${here.url}/${PAIR}`);
    await page.locator(".question.first .sentence", { hasText: "In part" }).waitFor();
    assert.equal(await page.locator(".compare-over, .compare-swipe").count(), 0);
    await page.getByRole("button", { name: "Next difference" }).click();
    await page.locator(".difference", { hasText: "North Yorkshire" }).waitFor();
    await page.getByRole("button", { name: /^South Cumbria in Cumberland/ }).click();
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
});
