import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { setUp } from "./harness.mjs";

const here = setUp();
const ON = "2022-06-30";
/** Postcodes of every kind: certain, terminated, near a boundary, and none at all. */
const POSTCODES = ["LA1 4YW", "pr33ju", "BB0 1GR", "LA2 7AB", "ZZ99 3VZ", "", "hello", "AA1 1AA", "FY4 3DW", "L40 7AS", "BF1 2AB"];

/** A list with quotes, line ends and delimiters in its fields. */
const rowsOf = (rows, end = "\r\n") =>
  Array.from({ length: rows }, (_, i) => `${i},"O""Neil, ${i}",${POSTCODES[i % POSTCODES.length]},${i % 40 ? "" : `"two${end}lines"`}${end}`).join("");
const listOf = (rows) => `id,name,Post Code,note\r\n${rowsOf(rows)}`;

/** What one request with the whole list gives. */
async function inOne(bytes, parameters) {
  const reply = await fetch(`${here.url}/lookup?${new URLSearchParams(parameters)}`, { method: "POST", body: bytes, headers: { "Content-Type": "text/csv" } });
  assert.equal(reply.status, 200);
  return Buffer.from(await reply.arrayBuffer());
}

const give = (page, content, name = "patients.csv") =>
  page.getByLabel("CSV file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
const begin = (page) => page.getByRole("button", { name: "Look up the list" }).click();
const done = (page) => page.getByRole("button", { name: "Look up another list" }).waitFor();
const status = (page) => page.locator("#bulk-progress").textContent();

async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The numbers of the tally on the page. */
const tally = (page) =>
  page.locator("#bulk dl > div").evaluateAll((all) => all.map((one) => Number(one.querySelector("strong").textContent.replaceAll(",", ""))));
/** Rows by their status codes, as the page shows them. */
const statuses = (page) =>
  page.getByRole("table", { name: "What happened to the rows" }).locator("tbody tr").evaluateAll((all) => Object.fromEntries(all.map((row) => [row.cells[1].textContent, Number(row.cells[2].textContent.replaceAll(",", ""))])));

const errors = (page) => page.seen.console.filter((line) => line.startsWith("error"));

test("a list that is sent in pieces comes back as in one request, with its tally, and leaves no trace", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  const list = listOf(6000);
  await give(page, list);
  await page.getByRole("columnheader", { name: "Post Code looked up" }).waitFor();
  assert.equal(await page.getByLabel("Postcodes are in").inputValue(), "2");
  await begin(page);
  await done(page);
  assert.ok(page.seen.requests.filter((url) => url.includes("/lookup")).length > 2, "several pieces");
  const { name, bytes } = await downloaded(page, "Download all 6,000 rows");
  const expected = await inOne(list, { on: ON, postcode_column: "Post Code" });
  assert.equal(name, "patients-areas.csv");
  assert.ok(bytes.equals(expected));

  // Counted again from the answer, in another way.
  const ends = expected.toString().matchAll(/,(ok|terminated|outside|empty|not-a-postcode|pseudo-postcode|bfpo|unknown-postcode),(?:"(?:[^"]|"")*"|[^",]*),([a-z -]*),/g);
  const outcomes = [...ends].map(([, code, uncertain]) => ({ code, uncertain }));
  assert.equal(outcomes.length, 6000);
  const answered = outcomes.filter(({ code }) => ["ok", "terminated", "outside"].includes(code));
  const uncertain = answered.filter((outcome) => outcome.uncertain);
  assert.deepEqual(await tally(page), [answered.length - uncertain.length, uncertain.length, 6000 - answered.length]);
  const byCode = {};
  for (const { code } of outcomes) byCode[code] = (byCode[code] ?? 0) + 1;
  assert.deepEqual(await statuses(page), byCode);

  const doubtful = 6000 - answered.length + uncertain.length;
  const part = await downloaded(page, `Download the ${doubtful.toLocaleString("en-GB")} doubtful rows`);
  assert.equal(part.name, "patients-doubtful.csv");
  const certain = new Set(POSTCODES.filter((postcode, i) => !outcomes[i].uncertain && ["ok", "terminated", "outside"].includes(outcomes[i].code)));
  const kept = listOf(6000).split(/(?<=\r\n)(?=\d+,")/).slice(1).filter((row) => !certain.has(/Neil, \d+",([^,]*),/.exec(row)[1]));
  const kepts = await inOne(`id,name,Post Code,note\r\n${kept.join("")}`, { on: ON, postcode_column: "Post Code" });
  assert.ok(part.bytes.equals(kepts));

  const listed = page.getByRole("table", { name: /^The first 100 of/ }).locator("tbody tr");
  assert.equal(await listed.count(), 100);
  await listed.filter({ hasText: "ZZ99 3VZ" }).first().getByText("no fixed abode").waitFor();

  const trace = await page.evaluate(async () => [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length].join(" "));
  const told = [trace, ...page.seen.console, ...page.seen.requests].join(" ");
  for (const secret of ["LA1 4YW", "LA14YW", "LA1+4YW", "LA1%204YW", "pr33ju", "Neil", "patients"]) assert.ok(!told.includes(secret), secret);
  assert.ok(page.seen.requests.every((url) => url.startsWith(here.url) || url.startsWith("blob:")));
  assert.deepEqual(errors(page), []);
});

for (const [what, content, parameters, choose] of [
  ["byte order mark, semicolons and a line sep=", `\ufeffsep=;\r\nid;postcode\r\n1;LA1 4YW\r\n\r\n2;"a\nb"\r\n3;PR1 2HE`, { delimiter: "semicolon" }],
  ["Windows-1252", Buffer.concat([Buffer.from("name,postcode\nZo"), Buffer.from([0xeb]), Buffer.from(",LA1 4YW\n")]), { encoding: "windows-1252" }],
  ["tabs and lone returns", "pcds\tx\rLA1 4YW\t1\rPR1 2HE\t2\r", { delimiter: "tab" }],
  ["a head without rows", "id,postcode\n", {}],
  ["short and long rows", "id,postcode\n1\n2,LA1 4YW,surplus\n", {}],
  ["longitude and latitude", "id,lat,lon\n1,54.05,-2.8\n2,51.5,0\n3,x,1\n4,,\n", { lonlat_columns: "lon,lat" }],
  ["easting and northing", "E,Northing,Easting\n1,461000,347000\n", { grid_columns: "Easting,Northing" }],
  ["a column that the reader chooses", "where,postcode\nLA1 4YW,x\n", { postcode_column: "where" }, (page) => page.getByLabel("Postcodes are in").selectOption("where")],
  ["some families", "postcode\nLA1 4YW\n", { family: "place,lad" }, async (page) => {
    for (const name of ["Clinical commissioning groups", "Upper-tier and unitary authorities", "Lower-layer super output areas"]) await page.getByLabel(name).uncheck();
  }],
]) {
  test(`byte for byte as in one request: ${what}`, async () => {
    const page = await here.open(`#view=bulk&on=${ON}`);
    await give(page, content);
    await page.locator("#bulk-preview").waitFor();
    await choose?.(page);
    await begin(page);
    await done(page);
    const { bytes } = await downloaded(page, /^Download (all )?\d+ rows?$/);
    const expected = await inOne(content, { on: ON, ...parameters });
    assert.equal(bytes.toString("latin1"), expected.toString("latin1"));
    assert.deepEqual(errors(page), []);
  });
}

test("pasted postcodes without names of columns get one", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  await page.getByText("Paste rows instead").click();
  await page.getByLabel("Rows", { exact: true }).fill("LA1 4YW\nPR1 2HE");
  await page.getByRole("button", { name: "Use these rows" }).click();
  await page.getByText("The list has no names of columns").waitFor();
  await begin(page);
  await done(page);
  const { bytes } = await downloaded(page, "Download all 2 rows");
  assert.ok(bytes.equals(await inOne("postcode\nLA1 4YW\nPR1 2HE\n", { on: ON })));
});

test("a busy server is asked again after its Retry-After, and a lost one when the reader says so", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  let asked = 0;
  let isLost = true;
  await page.route("**/lookup?*", (route) => {
    asked++;
    if (asked === 1) return route.fulfill({ status: 503, headers: { "Retry-After": "1" }, contentType: "application/problem+json", body: JSON.stringify({ detail: "busy" }) });
    return isLost ? route.abort("connectionrefused") : route.continue();
  });
  const list = listOf(6000);
  await give(page, list);
  await begin(page);
  await page.getByText("The server does not answer").waitFor();
  // Both pieces are lost, the first after its second try; there is one question.
  await page.waitForTimeout(1500);
  assert.equal(asked, 3);
  assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 1);
  isLost = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await done(page);
  const { bytes } = await downloaded(page, "Download all 6,000 rows");
  assert.ok(bytes.equals(await inOne(list, { on: ON, postcode_column: "Post Code" })));
});

test("a row that the server refuses stops the work with its line, and what is done can be kept", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  const good = Array.from({ length: 5000 }, (_, i) => `${i},LA1 4YW\n`).join("");
  await give(page, `id,postcode\n${good}5000,"a\nb"c\n5001,LA1 4YW\n`);
  await begin(page);
  await done(page);
  assert.equal(await status(page), "The server refused the list");
  await page.getByText("A quote opens on line 5002").waitFor();
  const { bytes } = await downloaded(page, "Download the first 5,000 rows");
  assert.ok(bytes.equals(await inOne(`id,postcode\n${good}`, { on: ON })));
});

test("a quote that is never closed stops the work with its line", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  await give(page, `id,postcode\n1,LA1 4YW\n2,"${"x\n".repeat(700_000)}`);
  await begin(page);
  await done(page);
  await page.getByText("The row on line 3 is longer than a megabyte.").waitFor();
});

test("the work can be cancelled, and what is done can be kept", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  let asked = 0;
  await page.route("**/lookup?*", (route) => (++asked > 2 ? new Promise(() => {}) : route.continue()));
  await give(page, listOf(6000));
  await begin(page);
  await page.getByText(/^5,000 rows done/).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await done(page);
  assert.equal(await status(page), "Cancelled");
  const { bytes } = await downloaded(page, "Download the first 5,000 rows");
  assert.ok(bytes.equals(await inOne(listOf(5000), { on: ON, postcode_column: "Post Code" })));
});

test("a list can be looked up straight into a file", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  // The browser's own file system stands in for the dialogue, which no program can use.
  await page.evaluate(() => {
    window.showSaveFilePicker = async ({ suggestedName }) => (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
  });
  const list = listOf(6000);
  await give(page, list);
  await page.getByRole("button", { name: "Look up straight into a file" }).click();
  await done(page);
  await page.getByText("6,000 rows are in patients-areas.csv.").waitFor();
  const text = await page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle("patients-areas.csv")).getFile()).text());
  assert.equal(text, (await inOne(list, { on: ON, postcode_column: "Post Code" })).toString());
});

test("what is no CSV is refused in words, and another file can be chosen", async () => {
  const page = await here.open("#view=bulk");
  await give(page, Buffer.from("\ufeffpostcode\nLA1 4YW\n", "utf16le"));
  await page.getByText("This file is in UTF-16").waitFor();
  await give(page, Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), "book.xlsx");
  await page.getByText("This is a workbook").waitFor();
  await give(page, "a,b\n1,2\n");
  await page.getByText("Choose the column to look up.").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Look up the list" }).getAttribute("aria-disabled"), "true");
  await page.getByRole("button", { name: "Look up the list" }).press("Enter");
  assert.equal(page.seen.requests.filter((url) => url.includes("/lookup")).length, 0);
});

test("a dropped file is taken", async () => {
  const page = await here.open("#view=bulk");
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["postcode\nLA1 4YW\n"], "dropped.csv", { type: "text/csv" }));
    return data;
  });
  await page.locator("#bulk .bulk-drop").dispatchEvent("drop", { dataTransfer: dropped });
  await page.getByRole("heading", { name: "dropped.csv" }).waitFor();
});

test("the sample file can be looked up", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`);
  const { name, bytes } = await downloaded(page, "Download a sample file");
  await give(page, bytes, name);
  await begin(page);
  await done(page);
  assert.equal((await tally(page)).reduce((a, b) => a + b), bytes.toString().trim().split("\r\n").length - 1);
});

test("the day and the families are in the address, and nonsense in it does no harm", async () => {
  const page = await here.open("#view=bulk&on=2022-02-31&without=nothing,lad,%00");
  await page.locator("#bulk").getByLabel("Areas as they were on").fill("2022-06-30");
  await page.locator("#bulk").getByLabel("Places").uncheck();
  const state = new URLSearchParams(new URL(page.url()).hash.slice(1));
  assert.deepEqual([state.get("view"), state.get("on"), state.get("without")], ["bulk", "2022-06-30", "lad,place"]);
  await page.goBack();
  assert.ok(await page.locator("#bulk").getByLabel("Places").isChecked());
  assert.deepEqual(errors(page), []);
});

test("at 320 pixels nothing is wider than the window", async () => {
  const page = await here.open(`#view=bulk&on=${ON}`, { width: 320, height: 700 });
  await give(page, listOf(50));
  await begin(page);
  await done(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});
