import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { setUp, still } from "./harness.mjs";
import { misplacedText, obscured } from "./textfit.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The map is a picture that the panel tells in words, so most checks do not wait for it.
const here = setUp({ args: ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"] });
/** A browser with the map, for what lies over it. */
const withMap = setUp();

/** The spacing of text that a reader may choose, and that the page must bear (WCAG 1.4.12). */
const SPACED = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;
/** Keys that type one character. */
const CHARACTERS = [..."abcdefghijklmnopqrstuvwxyz0123456789/?.,;:'#-=+[]"];

/** Each view, in a state that shows most of it, and what is there once it is shown. */
const VIEWS = {
  find: ["#on=2022-06-30&postcode=LA1+4YW", "#answer .areas"],
  compare: ["#view=compare&a=place-2022&b=utla-2023", "#compare table"],
  propose: ["#view=propose&within=icb-2022/E54000048&start=place-2022", "#propose [role=listbox]"],
  list: ["#view=bulk", "#bulk input"],
  review: ["#view=review", "#review table"],
};

async function shown(view, options, browser = here) {
  const [fragment, there] = VIEWS[view];
  const page = await browser.open(fragment, options);
  await page.locator(there).first().waitFor({ state: "attached" });
  await still(page);
  return page;
}

for (const view of Object.keys(VIEWS)) {
  for (const [theme, options] of Object.entries({
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    "forced colours": { forcedColors: "active" },
  })) {
    test(`axe finds nothing in the view "${view}", ${theme}`, async () => {
      const page = await shown(view, options);
      // Evaluated by the test, which the page's policy does not restrict.
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ").slice(0, 600)}`);
      assert.deepEqual(found, []);
      await page.close();
    });
  }

  test(`the view "${view}" needs no sideways scrolling at 320 pixels`, async () => {
    const page = await shown(view, { width: 320, height: 640 });
    await fits(page);
    await page.close();
  });

  test(`at 400% zoom the view "${view}" needs no sideways scrolling, and what has the focus is in sight`, async () => {
    // A window of 1280 by 1024 pixels.
    const page = await shown(view, { width: 320, height: 256 });
    await fits(page);
    assert.deepEqual(await hiddenStops(page), []);
    await page.close();
  });

  for (const [size, width, height, browser] of [["1280 pixels", 1280, 800, withMap], ["320 pixels", 320, 640, withMap], ["320 pixels, without a map", 320, 640, here]]) {
    test(`with wider spacing no text of the view "${view}" is cut off or covered at ${size}`, async () => {
      const page = await shown(view, { width, height }, browser);
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets.push(sheet);
        for (const details of document.querySelectorAll("details")) details.open = true;
      }, SPACED);
      await still(page);
      await fits(page);
      assert.deepEqual(await page.evaluate(misplacedText), []);
      await page.close();
    });
  }

  test(`a character alone is no shortcut in the view "${view}"`, async () => {
    const page = await shown(view, {});
    const state = () => page.evaluate(() => [location.hash, document.activeElement.tagName, document.querySelector("main").textContent, document.querySelector("#status").textContent]);
    await page.evaluate(() => document.activeElement.blur());
    // The last of what is drawn writes to the address.
    await page.waitForTimeout(500);
    const before = await state();
    for (const key of CHARACTERS) await page.keyboard.press(key);
    assert.deepEqual(await state(), before);
    await page.close();
  });

  test(`headings of the view "${view}" follow each other in order`, async () => {
    const page = await shown(view, {});
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.checkVisibility()).map(({ tagName }) => Number(tagName[1])));
    assert.equal(levels[0], 1);
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.slice(1).forEach((level, i) => assert.ok(level <= levels[i] + 1, `${levels}`));
    await page.close();
  });
}

/** Nothing makes the page wider than its window. */
async function fits(page) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `${wide} > ${room}`);
}

/** Presses Tab through the page, and returns the stops of which nothing can be seen. */
async function hiddenStops(page, most = 80) {
  const hidden = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(obscured);
    if (stop === "end") break;
    if (stop) hidden.push(stop);
  }
  return hidden;
}
