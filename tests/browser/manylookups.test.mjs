import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { setUp } from "./harness.mjs";

const here = setUp();

/** Posts a request from within the page, as its scripts do, and reads the answer to its end. */
const posted = (page, query, type, body) =>
  page.evaluate(async ({ query, type, body }) => {
    const reply = await fetch(`/lookup?on=2022-05-01${query}`, { method: "POST", headers: { "content-type": type }, body });
    return { status: reply.status, coding: reply.headers.get("content-encoding"), text: await reply.text() };
  }, { query, type, body });

test("a browser reads the answers for 500 places to their end", async () => {
  const page = await here.open();
  const text = await readFile(new URL("../cases/lookup-500-points.json", import.meta.url), "utf8");

  const json = await posted(page, "", "application/json", text);
  assert.equal(json.status, 200);
  assert.ok(json.coding, "it is sent compressed");
  assert.equal(JSON.parse(json.text).length, 500);

  const rows = JSON.parse(text).map(({ easting, northing }) => `${easting},${northing}`);
  const csv = await posted(page, "&grid_columns=easting,northing", "text/csv", ["easting,northing", ...rows, ""].join("\n"));
  assert.equal(csv.status, 200);
  assert.ok(csv.coding, "it is sent compressed");
  assert.equal(csv.text.trimEnd().split("\n").length, 501);
  assert.deepEqual(page.seen.failures, []);
});
