/** Claims about papers as people read them: on a phone, and printed. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { ROOT, SHOTS, coterm, launch } from "./harness.mjs";

const COUNCILS = ["two", "three", "four"].map((number) => `data/scenarios/lancashire-${number}-councils.toml`);
const PAPERS = {
  "place-2021-utla-2021": ["compare", "place-2021", "utla-2021"],
  "place-2022-utla-2023": ["compare", "place-2022", "utla-2023"],
  "place-2021-place-2022": ["compare", "place-2021", "place-2022"],
  "icb-2022-strategic-authority-2026": ["compare", "icb-2022", "strategic-authority-2026"],
  "lancashire-councils": ["scenario", "score", ...COUNCILS, "--against", "delivery-unit-2022"],
};
/** Printed pages that a paper has at most; three proposals side by side have one more. */
const PAGES = { "lancashire-councils": 7 };

let folder, browser;
before(async () => {
  await mkdir(SHOTS, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), "coterm-papers-"));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

for (const [name, question] of Object.entries(PAPERS)) {
  test(`${name} fits a phone, and is printed on few pages`, async () => {
    const file = join(folder, `${name}.html`);
    await promisify(execFile)(coterm(), [...question, "-o", file], { cwd: ROOT });
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(`file://${file}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${overflow} px wider than a phone`);
    const cut = await page.locator(".map img, .map svg").evaluateAll((maps) => maps.filter((map) => map.getBoundingClientRect().right > innerWidth).length);
    assert.equal(cut, 0, "maps are cut off");
    await page.screenshot({ path: join(SHOTS, `paper-${name}-mobile.png`), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: join(SHOTS, `paper-${name}-desktop.png`), fullPage: true });
    const printed = (await page.pdf({ path: join(SHOTS, `paper-${name}.pdf`), preferCSSPageSize: true, printBackground: true })).toString("latin1");
    const pages = printed.match(/\/Type \/Page\b/g).length;
    assert.ok(pages >= 3 && pages <= (PAGES[name] ?? 6), `${pages} pages`);
    await page.close();
  });
}
