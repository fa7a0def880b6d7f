import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { setUp, still } from "./harness.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The map is a picture that the panel tells in words, so the checks do not wait for it.
const here = setUp({ args: ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"] });

/** Each view, in a state that shows most of it, and what is there once it is shown. */
const VIEWS = {
  find: ["#on=2022-06-30&postcode=LA1+4YW", "#answer .areas"],
  compare: ["#view=compare&a=place-2022&b=utla-2023", "#compare table"],
  propose: ["#view=propose&within=icb-2022/E54000048&start=place-2022", "#propose [role=listbox]"],
  list: ["#view=bulk", "#bulk input"],
  review: ["#view=review", "#review table"],
};

async function shown(view, options) {
  const [fragment, there] = VIEWS[view];
  const page = await here.open(fragment, options);
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
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= room, `${wide} > ${room}`);
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
