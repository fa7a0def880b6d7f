import assert from "node:assert/strict";
import { test } from "node:test";
import { setUp, still } from "./harness.mjs";

const here = setUp();
const compare = async (a, b) => (await fetch(`${here.url}/compare/${a}/${b}?f=json`)).json();
const layers = async () => Object.fromEntries((await (await fetch(`${here.url}/collections`)).json()).collections.map((layer) => [layer.id, layer]));
const number = (n) => n.toLocaleString("en-GB");
const errors = (page) => page.seen.console.filter((line) => line.startsWith("error"));

async function open(fragment = "#view=review", options = {}) {
  const page = await here.open(fragment, options);
  await page.locator("#review article").first().waitFor();
  await still(page);
  return page;
}
const chapter = (page, i) => page.locator("#review article").nth(i - 1);
const title = (page, i) => chapter(page, i).locator("h3").textContent();
const text = (page, i) => chapter(page, i).locator("> p:not(.review-count)").allTextContents();
const rows = (page, i) => chapter(page, i).locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
const current = (page) => page.locator("#review article[aria-current]").evaluateAll((all) => all.map(({ ariaLabelledByElements, id }) => ariaLabelledByElements?.[0].id ?? id));
const drawn = (page) => page.locator("#map").getAttribute("data-layers");

test("every number of the story is the server's", async () => {
  const page = await open();
  const [ccgs, before, then, moved, now, units] = await Promise.all([
    compare("ccg-2021", "place-2021"), compare("place-2021", "utla-2021"), compare("place-2022", "utla-2021"),
    compare("place-2021", "place-2022"), compare("place-2022", "utla-2023"), compare("delivery-unit-2022", "place-2022"),
  ]);
  assert.equal(await page.locator("#review article").count(), 8);

  assert.equal(await title(page, 1), "Eight commissioning groups");
  const pairs = ccgs.matrix.filter(({ a, b }) => a && b);
  assert.equal(pairs.length, 8);
  assert.deepEqual((await rows(page, 1)).map((cells) => cells[2]).sort(), pairs.map(({ weight }) => number(weight)).sort());
  assert.ok(!(await text(page, 1)).join().includes("undefined"));

  assert.equal(await title(page, 2), "Five places on the footprints of the CCGs");
  assert.deepEqual((await rows(page, 2)).find(([name]) => name === "Fylde Coast").slice(1), ["Fylde and Wyre, and Blackpool", number(ccgs.verdicts_b.find(({ area }) => area.name === "Fylde Coast").weight)]);

  assert.equal(await title(page, 3), "No place matched a council");
  assert.equal(before.verdicts_a.filter(({ relation }) => relation === "coterminous").length, 0);
  const affected = before.answers[2].sentence;
  assert.ok((await text(page, 3)).includes(affected), affected);

  assert.equal(await title(page, 4), "Morecambe Bay: one place, three councils");
  assert.equal((await rows(page, 4)).length, 3);

  assert.equal(await title(page, 5), "27 July 2022: four places on council footprints");
  for (const [name, , same, weight] of await rows(page, 5)) {
    const verdict = then.verdicts_a.find(({ area }) => area.name === name);
    assert.deepEqual([same, weight], [verdict.relation === "coterminous" ? "yes" : "no", number(verdict.weight)], name);
  }

  assert.ok((await text(page, 6))[0].startsWith(`${number(moved.moves.moved)} of ${number(moved.weight.total)} ${moved.weight.unit}`));
  const moves = (await rows(page, 6)).filter((cells) => cells[3] === "moves");
  assert.equal(moves.reduce((sum, cells) => sum + Number(cells[2].replaceAll(",", "")), 0), moved.moves.moved);

  assert.equal(await title(page, 7), "Three delivery units inside Lancashire");
  assert.deepEqual((await rows(page, 7)).map((cells) => cells[2]).sort(), units.matrix.filter(({ a, b }) => a && b).map(({ weight }) => number(weight)).sort());

  assert.equal(await title(page, 8), "South Cumbria still does not match");
  assert.ok((await text(page, 8)).includes(now.answers[2].sentence));
  assert.deepEqual((await rows(page, 8)).map((cells) => cells[2]), now.differences.map(({ weight }) => number(weight)));
  assert.match(JSON.stringify(await rows(page, 8)), /Millom.*|.*Bentham/);
  assert.match((await text(page, 8))[0], /1 April 2023.*Cumbria ended, and Cumberland, and Westmorland and Furness began/);

  const { "place-2022": decided } = await layers();
  await page.locator("#review .review-sources").getByText(decided.source, { exact: true }).waitFor();
  assert.deepEqual(errors(page), []);
  assert.ok(page.seen.requests.every((url) => url.startsWith(here.url) || url.startsWith("blob:")));
});

test("the map follows the chapters: by button, by keyboard, by scrolling", async () => {
  const page = await open();
  assert.equal(await drawn(page), "ccg-2021");
  await chapter(page, 1).getByRole("button", { name: "Next chapter" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("#map").dataset.layers === "place-2021 ccg-2021");
  assert.equal(await page.evaluate(() => document.activeElement.id), "review-chapter-2");
  assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("chapter"), "2");

  await chapter(page, 8).getByRole("button", { name: "Show this on the map" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("#map").dataset.layers === "place-2022 utla-2023");
  assert.deepEqual(await current(page), ["review-chapter-8"]);
  await page.getByText("Where they still differ", { exact: true }).waitFor();

  await page.waitForTimeout(600);
  await page.locator("#review").evaluate((panel) => panel.scrollTo(0, 0));
  await page.waitForFunction(() => document.querySelector("#map").dataset.layers === "ccg-2021");
});

test("a link opens its chapter, and nonsense opens the first", async () => {
  const page = await open("#view=review&chapter=6");
  assert.deepEqual(await current(page), ["review-chapter-6"]);
  const other = await open("#view=review&chapter=-1e9&at=nowhere");
  assert.deepEqual(await current(other), ["review-chapter-1"]);
  assert.deepEqual([...errors(page), ...errors(other)], []);
});

test("each chapter leads to the comparison of its layers, and says the command", async () => {
  const page = await open();
  const known = await layers();
  for (const article of await page.locator("#review article").all()) {
    const state = new URLSearchParams(new URL(await article.getByRole("link", { name: "Compare these layers" }).evaluate((link) => link.href)).hash.slice(1));
    assert.equal(state.get("view"), "compare");
    assert.ok(known[state.get("a")] && known[state.get("b")]);
    assert.equal(await article.locator("code").textContent(), `coterm compare ${state.get("a")} ${state.get("b")}`);
  }
  await chapter(page, 8).getByRole("link", { name: "Compare these layers" }).click();
  await page.waitForFunction(() => document.body.dataset.view === "compare");
});

test("the story comes back when the server does", async () => {
  const page = await here.open("#view=bulk");
  await page.route("**/compare/**", (route) => route.abort("connectionrefused"));
  await page.getByRole("link", { name: "2022 review" }).click();
  await page.getByText("The server does not answer").waitFor();
  await page.unroute("**/compare/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("#review article").first().waitFor();
  await page.waitForFunction(() => document.querySelector("#map").dataset.layers === "ccg-2021");
});

test("data of another region has no such story", async () => {
  const page = await here.open("#view=find");
  const context = page.context();
  const other = await context.newPage();
  await other.route("**/collections", async (route) => {
    const reply = await route.fetch();
    const catalogue = await reply.json();
    await route.fulfill({ json: { ...catalogue, collections: catalogue.collections.filter(({ family }) => family !== "place") } });
  });
  await other.goto(`${here.url}/#view=review`);
  await other.getByText("does not have the areas of this review").waitFor();
  assert.equal(await other.getByRole("link", { name: "Compare the areas that it has" }).count(), 1);
});

test("on paper and at 320 pixels the story has its drawings, tables and nothing beside", async () => {
  const page = await open("#view=review", { width: 320, height: 700 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.locator("#review article svg").nth(7).waitFor({ state: "attached" });
  await page.emulateMedia({ media: "print" });
  for (const article of await page.locator("#review article").all()) {
    assert.ok(await article.getByRole("img").isVisible());
    assert.ok((await article.locator("svg path").count()) > 3);
  }
  assert.ok(!(await page.locator(".stage").isVisible()));
  assert.ok(!(await page.getByRole("button").first().isVisible()));
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 20_000);
});

test("without WebGL each chapter has a drawing in place of the map", async () => {
  const page = await (await here.browser.newContext({ viewport: { width: 1000, height: 800 } })).newPage();
  await page.addInitScript(() => {
    const before = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return String(kind).startsWith("webgl") ? null : before.call(this, kind, ...rest);
    };
  });
  await page.goto(`${here.url}/#view=review`);
  await page.locator("#review article svg").nth(7).waitFor({ state: "attached" });
  for (const article of await page.locator("#review article").all()) assert.ok(await article.getByRole("img").isVisible());
  assert.equal(await page.getByRole("button", { name: "Show this on the map" }).count(), 0);
  await chapter(page, 1).getByRole("button", { name: "Next chapter" }).click();
  assert.deepEqual(await current(page), ["review-chapter-2"]);
});
