import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, NONE } from "../src/propose/assignment.js";
import { writeAssignment } from "../src/propose/assignmentfile.js";
import { addArea } from "../src/propose/changes.js";
import { writeCustomAreas } from "../src/propose/customareas.js";
import { open, read, textOf } from "../src/propose/files.js";
import { outline } from "../src/propose/outline.js";
import { planOfLayer, proposalOf } from "../src/propose/plan.js";
import { readScenario, scenarioOf, writeJson, writeToml } from "../src/propose/scenariofile.js";
import { readTable, writeTable } from "../src/propose/table.js";
import { newProposal } from "../src/propose/assignment.js";
import { grid } from "./propose.fixture.mjs";

const blocks = grid(4);
const plan = (text) => read(open(text), blocks, "A file");
const areasOf = ({ areas, of }) => areas.map(({ name }, i) => [name, [...of].flatMap((area, block) => (area === i ? [block] : []))]);

function example() {
  const proposal = newProposal(blocks.size, "Two “halves”");
  addArea(proposal, "North, with \"quotes\"", [0, 1, 2, 3]);
  addArea(proposal, "South", [12, 13]);
  addArea(proposal, "Nothing yet");
  return proposal;
}

test("tables are read however a spreadsheet writes them", () => {
  const cells = (text) => readTable(text).map(({ cells }) => cells);
  const plain = [["a", "b"], ["1", "2"]];
  for (const text of ["a,b\n1,2\n", "\uFEFFa;b\r\n1;2", "sep=|\na|b\n1|2\n", "a\tb\r1\t2\r", 'a,b\n\n,\n"1","2"\n']) assert.deepEqual(cells(text), plain, text);
  assert.deepEqual(cells('a,b\n"x ""y""\nz", 2 \n'), [["a", "b"], ['x "y"\nz', "2"]]);
  assert.deepEqual(readTable("a,b\n\n1,2\n").at(-1).line, 3);
  assert.equal(writeTable([["a", 'x "y"'], [1, "p,q"]]), 'a,"x ""y"""\n1,"p,q"\n');
});

for (const header of ["block,area,name", "GEOID20,District", "Id,District", "BLOCKID,DISTRICT", "geo_id,zone", "lsoa11cd,name", "LSOA11CD;AreaCode;AreaName"]) {
  test(`a table headed ${header} is read`, () => {
    const separator = header.includes(";") ? ";" : ",";
    const columns = header.split(separator).length;
    const row = (code, area) => [code, area, "North"].slice(0, columns).join(separator);
    const { areas, of, rejected, notes } = plan([header, row("E01000000", "1"), row("E01000001", "1"), row("E01000005", "2")].join("\n"));
    assert.deepEqual(rejected, []);
    assert.deepEqual(areas.map(({ code }) => code), ["1", "2"]);
    assert.equal(areas[0].name, columns === 3 ? "North" : "1");
    assert.deepEqual([of[0], of[1], of[5], of[2]], [0, 0, 1, NONE]);
    assert.match(notes[0], new RegExp(header.split(separator)[0]));
  });
}

test("rows that cannot be taken are listed with their lines, and all others are taken", () => {
  const { of, rejected } = plan("block,area,name\nE01000000,N,North\nE99,N,North\nE01000000,S,South\nE01000001,,\n,N,North\nE01000002,S,South\n");
  assert.deepEqual([of[0], of[1], of[2]], [0, NONE, 1]);
  assert.deepEqual(rejected.map(({ where, why }) => [where, why]), [
    ["line 3", "E99 is not a building block of this ground"],
    ["line 4", "E01000000 is already in North"],
    ["line 5", "it names no area"],
    ["line 6", "it names no block"],
  ]);
});

test("district 0 is none, and area 0 is an area", () => {
  const none = plan("GEOID20,District\nE01000000,0\nE01000001,3\n");
  assert.deepEqual([none.areas.length, none.of[0], none.of[1]], [1, NONE, 0]);
  assert.match(none.notes[1], /^1 row with/);
  assert.equal(plan("block,area\nE01000000,0\n").areas.length, 1);
});

test("a table without such columns is refused in words", () => {
  assert.throws(() => plan("postcode,number\nLA1 4YW,1\n"), /first line must name/);
  assert.throws(() => plan(""), /first line must name/);
});

test("what is written as CSV is read back to the same bytes", () => {
  const text = writeAssignment(blocks, example());
  assert.match(text, /^block,area,name\nE01000000,AREA-1,"North, with ""quotes"""\n/);
  const back = plan(text);
  assert.deepEqual(back.rejected, []);
  assert.equal(writeAssignment(blocks, proposalOf(back)), text);
});

/** Returns the areas of a scenario of the page with their blocks, as the server reads them. */
const assignment = ({ area, ...rest }) => ({ ...rest, areas: area });

test("TOML and JSON have every area with its blocks, and are told from tables", () => {
  const proposal = example();
  const document = JSON.parse(writeJson(blocks, proposal));
  assert.deepEqual(document, scenarioOf(blocks, proposal));
  const toml = writeToml(blocks, proposal);
  assert.match(toml, /^title = "Two “halves”"\nkind = "place"\n/);
  assert.deepEqual([...toml.matchAll(/^name = (.*)$/gm)].map(([, name]) => JSON.parse(name)), document.area.map(({ name }) => name));
  assert.deepEqual(toml.match(/"E\d+"/g).map((code) => JSON.parse(code)), document.area.flatMap((area) => area.blocks));
  assert.deepEqual([toml, writeJson(blocks, proposal), writeAssignment(blocks, proposal)].map((text) => [open(text).kind, open(text).media]),
    [["scenario", "application/toml"], ["scenario", "application/json"], ["table", undefined]]);
});

test("a scenario that the server has read becomes the same proposal again", () => {
  const proposal = example();
  const back = readScenario(assignment(scenarioOf(blocks, proposal)), blocks);
  assert.deepEqual(areasOf(back), [['North, with "quotes"', [0, 1, 2, 3]], ["South", [12, 13]]]);
  assert.deepEqual(scenarioOf(blocks, proposalOf(back)), scenarioOf(blocks, proposal));
  assert.deepEqual([back.rejected, back.notes], [[], []]);
});

test("blocks beyond the ground are counted, and one in two areas is listed", () => {
  const area = (code, ...codes) => ({ code, name: `Area ${code}`, blocks: codes });
  const { of, rejected, notes } = readScenario({ title: "x", kind: "place", areas: [area("a", "E01000000", "E01999998"), area("b", "E01000000", "E01999999", "E01000001")] }, blocks);
  assert.deepEqual([...of.slice(0, 3)], [0, 1, NONE]);
  assert.deepEqual(rejected, [{ where: "Area b", text: "E01000000", why: "E01000000 is already in Area a" }]);
  assert.deepEqual(notes, ["2 blocks of its areas are beyond this ground, and left out."]);
});

test("custom areas of the ONS are read by their codes, and written with their outlines", () => {
  const one = { type: "Feature", properties: { name: "Mine", codes: ["E01000000", "E01000001", "E00000001"] }, geometry: null };
  const back = plan(JSON.stringify(one));
  assert.deepEqual(areasOf(back), [["Mine", [0, 1]]]);
  assert.equal(back.rejected.length, 1);
  const text = writeCustomAreas(blocks, example(), (codes) => ({ type: "Polygon", coordinates: [[[codes.length, 0]]] }));
  const written = JSON.parse(text);
  assert.deepEqual(written.features[1].properties, { name: "South", code: "AREA-2", codes: ["E01000012", "E01000013"] });
  assert.equal(written.features[0].geometry.coordinates[0][0][0], 4);
  assert.deepEqual(areasOf(plan(text)), areasOf(plan(writeAssignment(blocks, example()))));
  assert.throws(() => plan('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{}}]}'), /properties.codes/);
});

test("JSON that is none is refused in words", () => assert.throws(() => plan("{ not json"), /begins like JSON/));

test("files in UTF-8, UTF-16 and Windows-1252 are read", () => {
  const bytes = (...all) => Uint8Array.from(all).buffer;
  assert.equal(textOf(new TextEncoder().encode("Môn").buffer), "Môn");
  assert.equal(textOf(bytes(0xff, 0xfe, 0x4d, 0, 0xf4, 0, 0x6e, 0)), "Môn");
  assert.equal(textOf(bytes(0x4d, 0xf4, 0x6e)), "Môn");
});

test("a layer becomes a proposal with the areas that are on the ground", () => {
  const { areas, of } = planOfLayer(blocks, "place-2022", "Places");
  assert.equal(areas.length, 4);
  assert.equal(areas[of[3]].name, "Place 1");
  const proposal = proposalOf(planOfLayer(blocks, "place-2022", "Places"));
  const step = begin(proposal, "paint");
  step.paint([0], 1);
  assert.ok(step.end());
});

test("the outline of blocks has holes, corners that touch, and no line inside", () => {
  const square = (x, y) => ({ type: "Polygon", coordinates: [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]] });
  const area = (ring) => ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0) / 2;
  const two = outline([square(0, 0), square(1, 0)]);
  assert.deepEqual([two.type, two.coordinates[0].length, area(two.coordinates[0])], ["Polygon", 7, 2]);
  const ring = outline([0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y])).filter(([x, y]) => x !== 1 || y !== 1).map(([x, y]) => square(x, y)));
  assert.deepEqual(ring.coordinates.map(area), [9, -1]);
  const corner = outline([square(0, 0), square(1, 1)]);
  assert.equal(corner.type, "MultiPolygon");
  assert.deepEqual(corner.coordinates.map(([outer]) => area(outer)), [1, 1]);
  assert.equal(outline([]), null);
});
