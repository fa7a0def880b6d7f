// @ts-check
/**
 * The question: which two layers, what is counted, and within which tolerance lines are the same.
 *
 * @import { Layer } from "../page/replies"
 * @import { Comparison } from "./replies"
 * @import { State } from "./state.js"
 * @typedef {(change: Partial<State>) => void} OnChange
 */
import { el } from "../page/element.js";
import { count, period } from "../page/format.js";
import { comparable, optionText } from "./choice.js";
import { datesForm } from "./datesform.js";
import { proposalForm } from "./proposalform.js";
import { PROPOSAL } from "./sent.js";
import { toleranceForm } from "./toleranceform.js";
import { segments } from "./segments.js";

/**
 * Makes the form.
 * @param {object} options
 * @param {Layer[]} options.layers
 * @param {OnChange} options.onChange the reader has changed the question
 * @param {(metres: number) => void} options.onSlide the tolerance moves; `onChange` follows when it rests
 */
export function questionForm({ layers, onChange, onSlide }) {
  const sides = [side("a", "First layer"), side("b", "Second layer")];
  const dates = datesForm(layers, onChange);
  const weight = segments("compare-weight", "Count", [["people", "People"], ["postcodes", "Live postcodes"], ["area", "Area"]], (value) => onChange({ weight: value }));
  const tolerance = toleranceForm({ onChange: (metres) => onChange({ tolerance: metres }), onSlide });
  const proposal = proposalForm(onChange);
  const mode = segments("compare-mode", "What to compare", [["two", "Two layers"], ["dates", "Two dates"], ["proposal", "A proposal"]], (value) => {
    if (value === "dates") dates.begin(current);
    else if (value === "two") onChange({ dates: null, ...(current.a === PROPOSAL && { a: firstLayer(current.b), sent: null }) });
    else if (!proposal.begin()) onChange({ a: PROPOSAL, sent: null, dates: null });
  }, true);
  const firstLayer = (/** @type {string} */ b) => comparable(layers).flatMap((family) => family.layers).find(({ id }) => id !== b)?.id ?? b;
  const swap = el("button", {
    type: "button", class: "swap", title: "Exchange A and B", "aria-label": "Exchange A and B",
    onclick: () => onChange({ a: current.b, b: current.a, dates: current.dates && [current.dates[1], current.dates[0]] }),
  }, "⇅");
  const two = el("div", { class: "pair" }, proposal.node, sides.map(({ node }) => node), swap);
  const node = el("form", { class: "compare-form", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    mode.node, dates.node, two, el("div", { class: "how-counted" }, weight.node, tolerance.node, tolerance.about));
  mode.hide("dates", dates.families === 0);
  /** @type {State} */
  let current;

  /** @param {"a" | "b"} letter @param {string} text */
  function side(letter, text) {
    const id = `compare-${letter}`;
    const select = el("select", { id, "aria-describedby": `${id}-about`, onchange: () => onChange({ [letter]: select.value }) },
      comparable(layers).map(({ title, layers: own }) =>
        el("optgroup", { label: title }, own.map((layer) => el("option", { value: layer.id }, optionText(layer))))));
    const about = el("p", { class: "quiet", id: `${id}-about` });
    const node = el("div", { class: `side ${letter}` },
      el("label", { for: id }, el("b", { class: `letter ${letter}` }, letter.toUpperCase()), el("span", { class: "heard" }, text)), select, about);
    return { letter, node, select, about };
  }

  return {
    node,
    /** Shows a state; `people` says whether the server has a population. @param {State} state @param {boolean} people */
    show(state, people) {
      current = state;
      const isProposal = state.a === PROPOSAL;
      proposal.show(state);
      sides[0].node.hidden = swap.hidden = isProposal;
      for (const { letter, select, about } of sides) {
        select.value = state[/** @type {"a" | "b"} */ (letter)];
        const layer = layers.find(({ id }) => id === select.value);
        about.textContent = layer ? `${count(layer.areas)} · ${period(layer.valid_from, layer.valid_to)}` : "";
      }
      mode.show(isProposal ? "proposal" : state.dates ? "dates" : "two");
      for (const { select } of sides) select.disabled = Boolean(state.dates);
      dates.show(state);
      weight.hide("people", !people && state.weight !== "people");
      weight.show(state.weight ?? (people ? "people" : "postcodes"));
      tolerance.show(state.tolerance);
    },
    /** Shows what the server has chosen where the reader has not. @param {Comparison} answer */
    answered: ({ tolerance_m, tolerance_from }) => tolerance.answered(tolerance_m, tolerance_from),
    /** @param {boolean} busy */
    working: (busy) => tolerance.working(busy),
  };
}
