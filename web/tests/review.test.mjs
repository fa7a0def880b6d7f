import assert from "node:assert/strict";
import { test } from "node:test";
import { chapters, pairKey, pairs, sources } from "../src/review/chapters.js";
import { markedPieces, overlayOf } from "../src/review/marks.js";
import { list, numberWord, percent, shortName, some } from "../src/review/words.js";

const area = (code, name = code) => ({ code, name });
const layer = (id, valid_from, valid_to = null) => ({ id, family: id, family_title: id, title: id, role: "primary", valid_from, valid_to, areas: 1, source: `source of ${id}` });

/** A comparison as the server would send it, of so many pairs: [a, b, weight, stays]. */
function comparison(overlaps, more = {}) {
  const verdicts = (side, relation) => [...new Map(overlaps.map((one) => [one[side], one[2]]))].map(([code, weight]) => ({ area: area(code), complete: true, relation, weight, with: [{ area: area("with"), weight, weight_share: 0.5 }] }));
  return {
    weight: { unit: "people", source: "counted", total: 100 },
    answers: [0, 1, 2, 3].map((i) => ({ question: "", figure: "", label: "", sentence: `No: answer ${i}.` })),
    verdicts_a: verdicts(0, "crossing"),
    verdicts_b: verdicts(1, "union"),
    matrix: overlaps.map(([a, b, weight, stays = false]) => ({ a: area(a), b: area(b), weight, stays, districts: [area("d")] })),
    differences: [],
    splits: [],
    moves: { stays: 60, moved: 40 },
    ...more,
  };
}

const facts = (more = {}) => ({
  layers: {
    "ccg-2021": layer("ccg-2021", "2021-04-01", "2022-06-30"),
    "place-2021": layer("place-2021", "2021-04-01", "2022-07-26"),
    "place-2022": layer("place-2022", "2022-07-27"),
    "utla-2021": layer("utla-2021", "2021-04-01"),
    "utla-2023": layer("utla-2023", "2023-04-01"),
  },
  comparisons: {
    "ccg-2021/place-2021": comparison([["NHS A CCG", "P", 5], ["NHS B CCG", "P", 70_000], ["NHS C CCG", "Q", 6]]),
    "place-2021/utla-2021": comparison([["P", "North", 3], ["P", "South", 2]], {
      splits: [{ layer: { id: "place-2021" }, area: area("P"), reason: "P is in two.", shares: [
        { area: area("North"), main: true, weight: 3, weight_share: 0.6, districts: [{ district: area("D"), whole: true, localities: [] }] },
        { area: area("South"), main: false, weight: 2, weight_share: 0.4, districts: [{ district: area("E"), whole: false, localities: ["Millom"] }] },
      ] }],
    }),
    "place-2022/utla-2021": comparison([["R", "North", 3]]),
    "place-2021/place-2022": comparison([["P", "R", 3, true], ["P", "S", 2, false]]),
    "place-2022/utla-2023": comparison([["R", "West", 3]], { differences: [{ a: area("R"), b: null, weight: 2, district_parts: [] }] }),
    ...more,
  },
});

test("headings and sentences say the numbers of the answers", () => {
  const story = chapters(facts());
  assert.deepEqual(story.map(({ title }) => title), [
    "Three commissioning groups",
    "Two places on the footprints of the CCGs",
    "No place matched a council",
    "P: one place, two councils",
    "27 July 2022: one place on council footprints",
    "Who moved",
    "R still does not match",
  ]);
  assert.deepEqual(story[0].table.rows[0], ["B", "P", "70,000"]);
  assert.ok(story[0].paragraphs[0].startsWith("Until 30 June 2022, three clinical commissioning groups"));
  assert.ok(story[2].paragraphs.includes("Answer 2."), "the yes or no before a sentence is left out");
  assert.equal(story[5].paragraphs[0], "40 of 100 people (40%) came into a different place.");
  assert.equal(story[6].paragraphs[0], "On 1 April 2023 the councils changed: North ended, and West began.");
  assert.deepEqual(story[6].table.rows, [["R, no council", "", "2"]]);
});

test("what the map marks is what the table says", () => {
  const story = chapters(facts());
  assert.deepEqual(story[3].scene.marked, { pair: ["place-2021", "utla-2021"], text: "In P, and not in North", overlaps: [["P", "South"]] });
  assert.deepEqual(story[3].table.rows[1], ["South", "part of E (Millom)", "2 (40%)"]);
  assert.deepEqual(story[5].scene.marked?.overlaps, [["P", "S"]]);
  assert.deepEqual(story[6].scene.marked?.overlaps, [["R", null]]);
});

test("the delivery units have a chapter only if the data has them", () => {
  assert.equal(pairs(() => false).length, 5);
  assert.equal(pairs(() => true).length, 6);
  const story = chapters(facts({ [pairKey("delivery-unit-2022", "place-2022")]: comparison([["U", "Lancashire", 3], ["V", "Lancashire", 4]]) }));
  assert.ok(story.some(({ title }) => title === "Two delivery units inside Lancashire"));
});

test("if places match, the story says so", () => {
  const verdicts_a = [{ area: area("R"), complete: true, relation: "coterminous", weight: 3, with: [] }];
  const story = chapters(facts({
    "place-2021/utla-2021": comparison([["P", "North", 3]], { verdicts_a }),
    "place-2022/utla-2023": comparison([["R", "North", 3]], { verdicts_a }),
  }));
  assert.deepEqual([story[2].title, story.at(-1).title], ["One of one place matched a council", "Every place matches a council"]);
});

test("each layer's source is told once", () => {
  assert.equal(sources(facts()).length, 5);
});

test("marks are the pieces of their pairs, drawn over the areas", () => {
  const geometry = { type: "Polygon", coordinates: [] };
  const pieces = { features: [["P", "S"], ["P", "R"], ["P", null]].map(([a_code, b_code]) => ({ type: "Feature", geometry, properties: { a_code, b_code } })) };
  assert.equal(markedPieces(pieces, { pair: ["a", "b"], text: "", overlaps: [["P", "S"], ["P", null]] }).length, 2);
  assert.equal(overlayOf({ marked: [], faint: [] }, "light"), null);
  assert.equal(overlayOf({ marked: [geometry], faint: [] }, "dark").layers.length, 3);
});

test("numbers, shares and names in words", () => {
  assert.deepEqual([numberWord(8), numberWord(12), some(1, "place"), some(0, "place")], ["eight", "12", "one place", "no places"]);
  assert.deepEqual([percent(0.609), percent(0.0292), percent(0.05), percent(1), percent(0.9999), percent(0.0001), percent(0)], ["61%", "2.9%", "5%", "100%", "over 99%", "under 0.1%", "0%"]);
  assert.equal(list(["Cumberland", "Westmorland and Furness"]), "Cumberland, and Westmorland and Furness");
  assert.equal(list(["a", "b", "c"]), "a, b and c");
  assert.equal(shortName("NHS Morecambe Bay CCG"), "Morecambe Bay");
});
