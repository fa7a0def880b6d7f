/** Claims about the view "Find": one box for everything, areas, warnings, the timeline, the slider, paper and phones. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { CLIPBOARD, answer, answered, lookUp, rows, setUp, still, untilDrawn } from "./harness.mjs";

const here = setUp();

const box = (page) => page.getByRole("combobox", { name: "Postcode, place or area" });
async function type(page, text) {
  await box(page).fill(text);
  await page.keyboard.press("Enter");
}
const json = async (path, body) =>
  (await fetch(`${here.url}${path}`, body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();

for (const [typed, heading, says, query] of [
  ["54.0108, -2.7877", "54.01080° N, 2.78770° W", "latitude first", { lon: -2.7877, lat: 54.0108 }],
  ["-2.7877 54.0108", "54.01080° N, 2.78770° W", "longitude first", { lon: -2.7877, lat: 54.0108 }],
  [`54°00'36"N 2°47'24"W`, "54.01000° N, 2.79000° W", "Read as", { lon: -2.79, lat: 54.01 }],
  ["https://www.openstreetmap.org/?mlat=54.0108&mlon=-2.7877#map=16/54.1/-2.9", "54.01080° N, 2.78770° W", "Read as", { lon: -2.7877, lat: 54.0108 }],
  ["SD 476 619", "SD 476 619", "a square of 100 m", { easting: 347650, northing: 461950 }],
  ["sd4761", "SD 47 61", "a square of 1 km", { easting: 347500, northing: 461500 }],
  ["348558 457442", "348558 457442", "easting 348,558", { easting: 348558, northing: 457442 }],
]) {
  test(`“${typed}” is looked up as a place, and the page says how it was read`, async () => {
    const page = await here.open("#on=2022-06-30");
    await type(page, typed);
    await answered(page, heading);
    await page.locator("#answer").getByText(says).waitFor();
    assert.deepEqual((await answer(page)).query, query);
    assert.doesNotMatch(page.url(), /SD|point|grid|2\.78|3485/);
  });
}

test("nothing, and what cannot be read, is answered under the box by what to type", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  await answered(page, "LA1 4YW");
  await page.locator("#panel").evaluate((panel) => (panel.scrollTop = 400));
  for (const [typed, says] of [["", /Type a postcode, such as/], ["48.85, 2.35", /not in Britain/], ["SD 476 61", /same number of figures/]]) {
    await type(page, typed);
    const error = page.locator("#search-error");
    await error.getByText(says).waitFor();
    assert.ok(await error.isVisible());
    assert.equal(await box(page).getAttribute("aria-invalid"), "true");
    assert.match(await page.locator("#status").textContent(), says);
  }
  await box(page).fill("L");
  assert.ok(await page.locator("#search-error").isHidden());
});

test("areas are suggested in groups, with layer and dates, and chosen by keyboard", async () => {
  const page = await here.open("#on=2022-06-30");
  await box(page).pressSequentially("Presto");
  const group = page.getByRole("group", { name: "Areas on 30 June 2022" });
  const first = group.getByRole("option").first();
  await first.waitFor();
  assert.match(await first.textContent(), /Preston.*E07000123.*Districts and unitary authorities, 2021.*1 April 2021 to 31 March 2023/);
  await page.getByRole("group", { name: "Areas on other dates" }).getByRole("option", { name: /April 2023/ }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await answered(page, "Preston");
  assert.equal(await box(page).inputValue(), "Preston");
});

test("an area's card has what the server says of it, and its neighbours lead on", async () => {
  const page = await here.open("#on=2022-06-30");
  await type(page, "E07000123");
  await answered(page, "Preston");
  const path = "/collections/lad-2021/items/E07000123";
  const { neighbours } = await json(`${path}/neighbours`);
  for (const { name } of neighbours) await page.locator(".beside").getByRole("button", { name, exact: true }).waitFor();
  const layer = await page.locator("#overlap-layer").inputValue();
  const { verdict } = await json(`${path}/overlapping?with=${layer}`);
  await page.locator(".overlaps").getByText(verdict.reason).waitFor();
  assert.deepEqual(await page.locator(".shares tbody th button").allTextContents(), verdict.with.map(({ area }) => area.name));
  await page.locator(".card").getByText(`${Math.round(verdict.area_m2 / 1e6)} km²`).waitFor();
  await page.locator("#overlap-layer").selectOption("lsoa-2011");
  await page.locator(".shares").getByRole("button", { name: "Preston 001A" }).waitFor();
  const link = await page.getByRole("link", { name: "Download as GeoJSON" }).getAttribute("href");
  assert.equal((await json(link.slice(1))).properties.name, "Preston");
  await page.locator(".beside").getByRole("button", { name: "Wyre" }).click();
  await answered(page, "Wyre");
  await page.goBack();
  await answered(page, "Preston");
  assert.deepEqual(page.seen.console, []);
});

test("a name of several areas gives a choice; one of another date moves the date", async () => {
  const page = await here.open("#on=2022-08-01");
  await type(page, "lancashire");
  const choices = page.locator(".choices button");
  await choices.first().waitFor();
  assert.deepEqual((await choices.locator("b").allTextContents()), ["Lancashire", "Lancashire"]);
  await choices.filter({ hasText: "Places from July 2022" }).click();
  await page.locator(".card", { hasText: "QE1-2022-LANCASHIRE" }).waitFor();
  // A council that does the work of both is in two layers.
  await type(page, "Cumberland");
  await choices.filter({ hasText: "Districts and unitary authorities, April 2023" }).click();
  await page.locator(".card", { hasText: "E06000063" }).waitFor();
  assert.equal(await page.locator("#date").inputValue(), "2023-04-01");
});

test("a name that nothing has says what to type", async () => {
  const page = await here.open("#on=2022-06-30");
  await type(page, "Xyzzyville");
  await page.locator("#answer .problem", { hasText: "No area’s name or code begins with “Xyzzyville”. Type a postcode" }).waitFor();
});

test("doubt and a near boundary are said at the top, and the distance without opening a row", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "LA1 1AD");
  const reply = await answer(page);
  const lad = reply.areas.find(({ family }) => family === "lad");
  assert.equal(lad.certain, false);
  await page.locator(".warning.doubt", { hasText: lad.name }).waitFor();
  const row = page.locator('#answer .area[data-family="lad"] summary');
  assert.match(await row.textContent(), new RegExp(`Boundary ${Math.round(lad.boundary_distance_m)} m away`));
  assert.match(await page.locator("#status").textContent(), /not certain/);
  await lookUp(page, "LA1 4YW");
  assert.equal(await page.locator(".warning").count(), 0);
});

test("the timeline says what the place was in before and after, as the server does", async () => {
  const page = await here.open("#on=2022-06-30");
  await lookUp(page, "LA1 4YW");
  const row = (title) => page.locator(".timeline tbody tr", { has: page.getByRole("rowheader", { name: title, exact: true }) });
  await row("Places").waitFor();
  const names = (title) => row(title).locator(".cell-name").allTextContents();
  const told = async (on, family) => (await json(`/lookup?on=${on}&family=${family}`, [{ postcode: "LA1 4YW" }]))[0].areas[0].name;
  assert.deepEqual(await names("Places"), [await told("2022-07-26", "place"), await told("2022-07-27", "place")]);
  assert.deepEqual(await names("Local authority districts"), ["Lancaster"]);
  assert.deepEqual(await names("Clinical commissioning groups"), ["NHS Morecambe Bay CCG"]);
  await page.locator(".timeline thead").getByRole("button", { name: "from 27 Jul 2022" }).click();
  await page.locator("#answer .when", { hasText: "27 July 2022" }).waitFor();
  await page.locator('.timeline thead [aria-current="date"]', { hasText: "27 Jul 2022" }).waitFor();
});

test("the slider moves through the dates of change by keyboard, and swaps the layers", async () => {
  const page = await here.open("#on=2022-06-30");
  const slider = page.getByRole("slider", { name: "Move through the dates on which areas change" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("#date").inputValue(), "2022-07-01");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("#date").inputValue(), "2022-07-27");
  assert.match(await slider.getAttribute("aria-valuetext"), /27 July 2022.*places/);
  await untilDrawn(page, "place-2022");
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("#date").value === "2022-07-01");
  await page.getByRole("slider").focus();
  await page.keyboard.press("End");
  assert.equal(await page.locator('#moments button[value=""]').getAttribute("aria-pressed"), "true");
});

test("the areas under the pointer are named", async () => {
  const page = await here.open("#on=2022-06-30&at=54.05,-2.6,10");
  const { x, y, width, height } = await page.locator("#map").boundingBox();
  await page.mouse.move(x + width / 2 - 20, y + height / 2);
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
  const label = page.locator(".under-pointer");
  await label.getByText("Morecambe Bay").waitFor();
  await label.getByText("Lancaster").waitFor();
  await page.keyboard.press("Escape");
  assert.ok(await label.isHidden());
});

test("an answer is copied as text and as a command, and saved as JSON", async () => {
  const page = await here.open("#on=2022-06-30", CLIPBOARD);
  await lookUp(page, "LA1 4YW");
  await page.getByRole("button", { name: "Copy answer" }).click();
  await page.getByText("Answer copied").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^LA1 4YW on 30 June 2022\n[^]*Local authority districts: Lancaster \(E07000121\)\. Certain/);
  await page.getByRole("button", { name: "Copy command" }).click();
  await page.getByText("Command copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'coterm lookup "LA1 4YW" --on 2022-06-30');
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "As JSON" }).click();
  const file = await download;
  assert.equal(file.suggestedFilename(), "coterm-LA1-4YW-2022-06-30.json");
  assert.deepEqual(JSON.parse(await readFile(await file.path(), "utf8")), await answer(page));
});

test("a link to a grid place, an area and a name is followed, and does not stay in the address", async () => {
  for (const [link, heading] of [["grid=SD+476+619", "SD 476 619"], ["area=lad-2021/E07000123", "Preston"], ["name=Preston", "Preston"]]) {
    const page = await here.open(`#on=2022-06-30&${link}`);
    await answered(page, heading);
    await page.waitForFunction(() => !/grid|area|name/.test(location.hash));
    await page.context().close();
  }
  const page = await here.open("#area=nonsense/x");
  await page.locator("#answer .problem").waitFor();
});

test("when the server has gone away, the same can be tried again in place", async () => {
  const page = await here.open("#on=2022-06-30");
  await page.route(/\/lookup\?/, (route) => route.abort());
  await type(page, "LA1 4YW");
  await page.getByRole("heading", { name: "The server does not answer" }).waitFor();
  await page.unroute(/\/lookup\?/);
  await page.getByRole("button", { name: "Try again" }).click();
  await answered(page, "LA1 4YW");
});

test("on a phone the answer is in view after a search, and so is an error", async () => {
  const page = await here.open("#on=2022-06-30", { width: 390, height: 844 });
  await lookUp(page, "LA1 4YW");
  await page.waitForFunction(() => scrollY > 0);
  const { y } = await page.locator("#answer h2").boundingBox();
  assert.ok(y >= 0 && y < 200, `the heading is at ${y}`);
  await page.evaluate(() => scrollTo(0, 0));
  await type(page, "ZZ99 9ZZ");
  await page.locator("#answer .problem").waitFor();
  await page.waitForFunction(() => document.querySelector("#answer .problem").getBoundingClientRect().top < innerHeight / 2);
});

test("with text twice as large everything can be reached, and nothing scrolls sideways", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW", { width: 1280, height: 800 });
  await answered(page, "LA1 4YW");
  await page.addStyleTag({ content: ":root { font-size: 32px !important; }" });
  const { height } = await page.locator("#panel").boundingBox();
  assert.ok(height >= 250, `the panel is ${height} px high`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("on paper there are the answer and the timeline, and no controls", async () => {
  const page = await here.open("#on=2022-06-30&postcode=LA1+4YW");
  await page.locator(".timeline").waitFor();
  await page.emulateMedia({ media: "print" });
  for (const shown of ["#answer h2", ".timeline", "#command-text", "#attribution"]) assert.ok(await page.locator(shown).isVisible(), shown);
  for (const hidden of ["#search", ".when-box", "#map", "#copy", "#switches", "#views"]) assert.ok(await page.locator(hidden).isHidden(), hidden);
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g).length;
  assert.ok(pages <= 2, `${pages} pages`);
});

test("in forced colours the chosen date is marked and the button has a border", async () => {
  const page = await here.open("#on=2022-07-27", { forcedColors: "active" });
  const width = (selector) => page.locator(selector).evaluate((one) => parseFloat(getComputedStyle(one).borderTopWidth));
  assert.ok((await width('#moments [aria-pressed="true"]')) > (await width('#moments button[value="2023-04-01"]')));
  assert.ok((await width(".box button")) >= 1);
  await still(page);
  assert.deepEqual(await rows(page), []);
});
