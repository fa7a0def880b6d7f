// @ts-check
/**
 * One family at two dates, which are the layers that are valid then.
 *
 * @import { Layer } from "../page/replies"
 * @import { State } from "./state.js"
 */
import { el } from "../page/element.js";
import { day, isDay } from "../page/format.js";
import { changingFamilies, layerOn, twoDays } from "./choice.js";
import { inSentence } from "./words.js";

/** @param {Layer[]} layers @param {(change: Partial<State>) => void} onChange */
export function datesForm(layers, onChange) {
  const families = changingFamilies(layers);
  const family = el("select", { id: "compare-family", onchange: () => choose(twoDays(layers, family.value) ?? ["", ""]) },
    families.map((one) => el("option", { value: one.family }, one.title)));
  const inputs = ["First date", "Second date"].map((text, i) => {
    const input = el("input", { type: "date", id: `compare-date-${i}`, min: "1974-04-01", max: "2099-12-31", onchange: () => choose([inputs[0].input.value, inputs[1].input.value]) });
    return { input, node: el("div", {}, el("label", { for: input.id }, text), input) };
  });
  const note = el("p", { class: "quiet", role: "status" });

  /** @param {[string, string]} dates */
  function choose(dates) {
    for (const [i, { input }] of inputs.entries()) input.value = dates[i];
    if (!dates.every(isDay)) return;
    const valid = dates.map((on) => layerOn(layers, family.value, on));
    const missing = valid.findIndex((layer) => !layer);
    if (missing >= 0) {
      const title = families.find((one) => one.family === family.value)?.title ?? "";
      note.textContent = `The data has no ${inSentence(title)} for ${day(dates[missing])}. Choose another date.`;
      return;
    }
    onChange({ a: valid[0].id, b: valid[1].id, dates });
  }

  const node = el("div", { class: "dates" },
    el("div", { class: "family" }, el("label", { for: "compare-family" }, "Family"), family),
    inputs.map((one) => one.node), note);
  return {
    node,
    families: families.length,
    /** Begins with a family that has changed, that of A if it has. @param {State} state */
    begin(state) {
      const own = layers.find(({ id }) => id === state.a)?.family;
      family.value = families.find((one) => one.family === own)?.family ?? families[0].family;
      choose(twoDays(layers, family.value) ?? ["", ""]);
    },
    /** @param {State} state */
    show({ a, b, dates }) {
      node.hidden = !dates;
      if (!dates) return;
      family.value = layers.find(({ id }) => id === a)?.family ?? family.value;
      for (const [i, { input }] of inputs.entries()) input.value = dates[i];
      note.textContent = a === b ? "The same layer was valid on both dates." : "";
    },
  };
}
