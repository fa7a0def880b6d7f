import assert from "node:assert/strict";
import { test } from "node:test";
import { lookUp, rows, setUp } from "./harness.mjs";

const here = setUp({ args: ["--disable-webgl", "--disable-webgl2", "--disable-3d-apis"] });

test("without WebGL the page says so, and lookups still work", async () => {
  const page = await here.open("#on=2022-06-30");
  await page.getByText("Your browser cannot show the map.").waitFor();
  await lookUp(page, "LA1 4YW");
  assert.ok((await rows(page)).length >= 4);
  await page.getByRole("button", { name: /27 July 2022/ }).click();
  await page.locator("#answer .when", { hasText: "27 July 2022" }).waitFor();
  assert.deepEqual(page.seen.console.filter((line) => line.startsWith("error")), []);
});
