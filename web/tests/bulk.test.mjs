import assert from "node:assert/strict";
import { test } from "node:test";
import { headEnd, outcomes } from "../src/bulk/answers.js";
import { commandOf, likelyHead, looksLikePostcode, outputName, placeOf, placeParameter } from "../src/bulk/columns.js";
import { rowsOf } from "../src/bulk/fields.js";
import { LongRow, pieces } from "../src/bulk/pieces.js";
import { rowScanner } from "../src/bulk/rowscanner.js";
import { count, emptyTally, groupOf, share, statusesOf } from "../src/bulk/tally.js";
import { isUtf8, Unreadable, writtenAs } from "../src/bulk/written.js";

const bytes = (text) => new TextEncoder().encode(text);
const text = (some) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(some);
const COMMA = ",".charCodeAt(0);

/** Numbers that are the same in each run: a linear congruential generator. */
function* random(seed) {
  for (let n = seed; ; ) yield (n = (n * 1103515245 + 12345) % 2147483648) / 2147483648;
}

/** Rows of a text, cut in the slowest and plainest way. */
function plainRows(csv) {
  const rows = [];
  let row = "";
  let quoted = false;
  let fieldStart = true;
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i];
    row += c;
    if (quoted) {
      if (c !== '"') continue;
      if (csv[i + 1] === '"') row += csv[++i];
      else quoted = false;
      continue;
    }
    if (c === '"' && fieldStart) quoted = true;
    fieldStart = c === ",";
    if (c === "\n" || c === "\r") {
      if (c === "\r" && csv[i + 1] === "\n") row += csv[++i];
      rows.push(row);
      row = "";
      fieldStart = true;
    }
  }
  return row ? [...rows, row] : rows;
}

async function cut(csv, head, limits) {
  const file = new Blob([head, csv]);
  const all = [];
  const start = bytes(head).length;
  for await (const piece of pieces(file, { start, head: bytes(head), delimiter: COMMA }, limits)) all.push(piece);
  return all;
}

test("a file is cut at the ends of rows only, wherever quotes and line ends fall between the pieces that are read", async () => {
  const parts = ["a", "é", ",", '"', '""', "\n", "\r\n", "\r", '"x\ny"', '"a ""b"" c"', ",", "b", "\n", '"\r\n",', "1"];
  const dice = random(7);
  const pick = (n) => Math.floor(dice.next().value * n);
  for (let round = 0; round < 600; round++) {
    let csv = "";
    for (let i = pick(40); i >= 0; i--) csv += parts[pick(parts.length)];
    const head = "id,name\n";
    const expected = plainRows(csv);
    for (const limits of [{ rows: 1 + pick(3), bytes: 1 + pick(12), read: 1 + pick(5) }, { rows: 3, read: 7 }, {}]) {
      const got = await cut(csv, head, limits);
      assert.equal(got.map((piece) => text(piece.bytes)).join(""), csv, JSON.stringify(csv));
      assert.equal(got.reduce((sum, { rows }) => sum + rows, 0), expected.length, JSON.stringify(csv));
      let at = 0;
      let line = 2;
      for (const piece of got) {
        const own = expected.slice(at, at + piece.rows).join("");
        assert.equal(text(piece.bytes), own, JSON.stringify({ csv, limits }));
        assert.equal(piece.line, line, JSON.stringify({ csv, limits }));
        at += piece.rows;
        line += own.split(/\r\n|\n|\r/).length - 1;
      }
      assert.equal(got.at(-1)?.end ?? bytes(head).length, bytes(head + csv).length);
    }
  }
});

test("no piece but one of a single row is larger than the limit", async () => {
  const rows = Array.from({ length: 50 }, (_, i) => `${i},${"x".repeat((i * 7) % 40)}\n`).join("");
  for (const piece of await cut(rows, "id,name\n", { bytes: 60, read: 33 })) assert.ok(piece.rows === 1 || piece.bytes.length <= 60);
});

test("after a head that ends with CR no piece begins with LF", async () => {
  for (const piece of await cut("1,a\r\n\n\n2,b\n\n3,c\n", "id,name\r", { rows: 1 })) assert.notEqual(piece.bytes[0], 10);
});

test("a quote that is never closed ends the cutting with its line, after the rows before it", async () => {
  const got = [];
  const file = new Blob(["id,name\n1,a\n2,b\n3,\"", "x".repeat(1_200_000)]);
  await assert.rejects(async () => {
    for await (const piece of pieces(file, { start: 8, head: bytes("id,name\n"), delimiter: COMMA })) got.push(text(piece.bytes));
  }, (thrown) => thrown instanceof LongRow && thrown.line === 4);
  assert.deepEqual(got, ["1,a\n2,b\n"]);
});

test("line ends within quotes count as lines and not as rows", () => {
  const scanner = rowScanner(COMMA);
  const row = bytes('1,"a\r\nb\nc"\r\n2');
  assert.equal(scanner.next(row, 0), row.length - 1);
  assert.equal(scanner.lines, 3);
});

test("fields are read with their quotes taken off", () => {
  assert.deepEqual(rowsOf('a,"b ""c"", d",\r\n\n"e\nf",g"h\n', ","), [["a", 'b "c", d', ""], ["e\nf", 'g"h']]);
  assert.deepEqual(rowsOf("a;b;", ";"), [["a", "b", ""]]);
  assert.deepEqual(rowsOf("", ","), []);
});

test("the delimiter is the one with which a known column is found, or that gives most columns", () => {
  for (const [csv, delimiter] of [
    ["id,Postcode\n1,LA1 4YW\n", "comma"],
    ["id;Post Code\n1;LA1 4YW\n", "semicolon"],
    ["name, first;pcds\n", "semicolon"],
    ["a\tb\tc,d\n", "tab"],
    ["lat|lon\n54|-2\n", "pipe"],
    ["sep=;\r\na;b\r\n", "semicolon"],
    ["postcode\nLA1 4YW\n", "comma"],
  ]) assert.equal(writtenAs(bytes(csv), { whole: true }).delimiter, delimiter, csv);
});

test("the head is everything before the first row: byte order mark, sep=, blank lines", () => {
  for (const head of ["\ufeffid,postcode\r\n", "sep=,\nid,postcode\n", "\n\nid,postcode\r", '"id\nx",postcode\n']) {
    const list = writtenAs(bytes(`${head}1,LA1 4YW\n`), { whole: true });
    assert.equal(text(list.head), head);
    assert.equal(list.start, bytes(head).length);
    assert.deepEqual(list.sample, [["1", "LA1 4YW"]]);
  }
  assert.deepEqual(writtenAs(bytes("\ufeffpostcode\n"), { whole: true }).names, ["postcode"]);
});

test("a list without a head gets one, and its first row stays a row", () => {
  const one = writtenAs(bytes("LA1 4YW\r\nPR1 2HE\r\n"), { whole: true });
  assert.deepEqual([one.headless, one.names, text(one.head), one.start], [true, ["postcode"], "postcode\r\n", 0]);
  const two = writtenAs(bytes("\ufeff1,LA1 4YW\n"), { whole: true });
  assert.deepEqual([two.headless, text(two.head), two.start], [true, "\ufeffcolumn 1,column 2\n", 3]);
  assert.equal(writtenAs(bytes("postcode\nLA1 4YW\n"), { whole: true }).headless, false);
  assert.ok(!likelyHead(["-2.8", "54.05"]) && likelyHead(["id", "2021"]));
});

test("Windows-1252 is seen, and what is no CSV is refused with what to do", () => {
  const list = writtenAs(new Uint8Array([...bytes("name,postcode\nZo"), 0xeb, ...bytes(",LA1 4YW\n")]), { whole: true });
  assert.equal(list.encoding, "windows-1252");
  assert.equal(list.sample[0][0], "Zoë");
  assert.ok(isUtf8(bytes("Zoë").subarray(0, 3)), "a character that is cut short");
  const refused = (some, words) => assert.throws(() => writtenAs(new Uint8Array(some)), (thrown) => thrown instanceof Unreadable && words.test(thrown.message));
  refused([0xff, 0xfe, 0x70, 0], /UTF-16.*CSV UTF-8/);
  refused([0x70, 0, 0x6f, 0], /UTF-16/);
  refused([0x50, 0x4b, 3, 4], /workbook/);
  refused([0x1f, 0x8b, 0], /compressed/);
  refused([], /empty/);
});

test("columns are found by the server's names, and else by their values", () => {
  assert.deepEqual(placeOf(["id", "Post_Code"], []), { kind: "postcode", columns: [1] });
  assert.deepEqual(placeOf(["Latitude", "LONGITUDE"], []), { kind: "lonlat", columns: [1, 0] });
  assert.deepEqual(placeOf(["Easting", "Northing"], []), { kind: "grid", columns: [0, 1] });
  assert.deepEqual(placeOf(["id", "where"], [["1", "LA1 4YW"], ["2", "pr12he"], ["3", ""]]), { kind: "postcode", columns: [1] });
  assert.equal(placeOf(["id", "name"], [["1", "Anne"]]), undefined);
  assert.ok(looksLikePostcode("la14yw") && looksLikePostcode(" EC1A 1BB ") && !looksLikePostcode("Lancaster"));
  assert.deepEqual(placeParameter({ kind: "lonlat", columns: [1, 0] }, ["lat", " lon "]), ["lonlat_columns", "lon,lat"]);
});

test("the command that says the same quotes what a shell would take apart", () => {
  assert.equal(commandOf(["postcode_column", "Post Code"], { on: "2022-06-30" }, "my list.csv"),
    "coterm bulk 'my list.csv' --postcode-column 'Post Code' --on 2022-06-30 -o 'my list-areas.csv'");
  assert.equal(outputName("a.CSV", "not-certain"), "a-not-certain.csv");
});

test("the outcome of each row is read from the answer", () => {
  const head = "name,postcode,coterm_status,coterm_reason,coterm_uncertain,lad_code\n";
  const answer = bytes(`${head}"a, ""b""",LA1 4YW,ok,,,E1\n"c\nd",X,not-a-postcode,"it says ""X"", no",,\ne,BB0 1GR,terminated,gone,lad ccg,E2,surplus\n`);
  const end = headEnd(answer, COMMA, false);
  assert.equal(text(answer.subarray(0, end)), head);
  const rows = answer.subarray(end);
  const all = [...outcomes(rows, { delimiter: ",", width: 2, columns: [1] })];
  assert.deepEqual(all.map(({ status, reason, uncertain, place }) => [status, reason, uncertain, place]), [
    ["ok", "", [], ["LA1 4YW"]],
    ["not-a-postcode", 'it says "X", no', [], ["X"]],
    ["terminated", "gone", ["lad", "ccg"], ["BB0 1GR"]],
  ]);
  assert.equal(all.map(({ from, to }) => text(rows.subarray(from, to))).join(""), text(rows));
});

test("rows are counted as certain, not certain or without an answer", () => {
  const tally = emptyTally();
  for (const [status, uncertain, kind, group] of [
    ["ok", [], "postcode", "certain"],
    ["ok", ["lad", "ccg"], "postcode", "uncertain"],
    ["terminated", ["lad"], "postcode", "uncertain"],
    ["outside", [], "postcode", "certain"],
    ["outside", [], "lonlat", "unresolved"],
    ["empty", [], "postcode", "unresolved"],
    ["a-new-code", [], "postcode", "unresolved"],
  ]) {
    assert.equal(groupOf({ status, uncertain }, kind), group, `${status} ${kind}`);
    count(tally, { status, uncertain }, group);
  }
  assert.deepEqual(tally.groups, { certain: 2, uncertain: 2, unresolved: 3 });
  assert.deepEqual([...tally.families], [["lad", 2], ["ccg", 1]]);
  assert.deepEqual(statusesOf(tally), [["ok", 2], ["terminated", 1], ["outside", 2], ["empty", 1], ["a-new-code", 1]]);
  assert.deepEqual([share(0, 5), share(5, 5), share(1, 3), share(1, 5000), share(4999, 5000)], ["0%", "100%", "33.3%", "under 0.1%", "over 99.9%"]);
});
