// @ts-check
/**
 * The answer: the four questions of the report in the server's words, then the areas, the overlaps, and
 * what else there is to say.
 *
 * @import { Comparison, Named, Overlap } from "./replies"
 * @typedef {object} Actions
 * @property {(layer: string, area: Named) => void} onArea the reader selects an area
 * @property {(layer: string, area: Named | null) => void} onPointArea the reader points at one
 * @property {(overlap: Overlap) => void} onOverlap
 * @property {(overlap: Overlap | null) => void} onPointOverlap
 */
import { el } from "../page/element.js";
import { areaTable, verdictGlossary } from "./areas.js";
import { shortTitle } from "./choice.js";
import { overlapTable } from "./heat.js";

/** The question below which the differences are shown: where the layers do not match. */
const WHERE = 1;

/** @param {HTMLElement} differences @param {Actions} actions */
export function answerView(differences, { onArea, onPointArea, onOverlap, onPointOverlap }) {
  /** @type {Comparison} */
  let answer;
  const questions = Array.from({ length: 4 }, (_, i) => {
    const heading = el("h3", { tabindex: "-1" });
    const figure = el("p", { class: "figure" });
    const sentence = el("p", { class: "sentence" });
    return { heading, figure, sentence, node: el("section", { class: i ? "question" : "question first" }, heading, i ? figure : null, sentence, i === WHERE ? differences : null) };
  });
  const tables = /** @type {const} */ (["a", "b"]).map((letter) => ({
    letter,
    table: areaTable(letter, { onGo: (area) => onArea(answer[letter].id, area), onPoint: (area) => onPointArea(answer[letter].id, area) }),
  }));
  const meanings = el("div", {});
  const overlaps = el("div", {});
  const findings = el("ul", {});
  const findingsBox = el("section", { class: "findings" }, el("h3", {}, "Please note"), findings);
  const counted = el("p", { class: "quiet" });
  const node = el("div", { class: "compare-answer" },
    questions.map((question) => question.node),
    el("section", { class: "by-area" }, el("h3", {}, "Area by area"), tables.map(({ table }) => table.node), meanings),
    el("section", {}, el("h3", {}, "Overlaps"), overlaps),
    findingsBox, counted);

  return {
    node,
    focus: () => questions[0].heading.focus(),
    /** @param {Comparison} next */
    show(next) {
      answer = next;
      for (const [i, { heading, figure, sentence, node }] of questions.entries()) {
        const question = next.answers[i];
        node.hidden = !question;
        if (!question) continue;
        heading.textContent = question.question;
        figure.replaceChildren(el("b", {}, question.figure), ` ${question.label}`);
        sentence.textContent = question.sentence;
      }
      for (const { letter, table } of tables) table.show(next[`verdicts_${letter}`], shortTitle(next[letter]), next.weight.unit);
      meanings.replaceChildren(verdictGlossary(next.a.family_title, next.b.family_title));
      overlaps.replaceChildren(overlapTable(next, { onGo: onOverlap, onPoint: onPointOverlap }));
      findings.replaceChildren(...next.findings.map((finding) => el("li", {}, finding)));
      findingsBox.hidden = !next.findings.length;
      counted.textContent = next.weight.source;
    },
  };
}
