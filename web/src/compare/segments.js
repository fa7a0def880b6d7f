// @ts-check
/** A choice of a few, as radio buttons side by side. */
import { el } from "../page/element.js";

/**
 * Makes a choice. `onChoose` is called with the value that the reader chooses.
 * @param {string} name @param {string} title @param {[value: string, text: string][]} options
 * @param {(value: string) => void} onChoose @param {boolean} [silent] the title is only heard
 */
export function segments(name, title, options, onChoose, silent = false) {
  const all = options.map(([value, text]) => {
    const input = el("input", { type: "radio", name, value, id: `${name}-${value}`, onchange: () => onChoose(value) });
    return { value, input, label: el("label", { for: input.id }, text) };
  });
  const node = el("fieldset", { class: "segments" }, el("legend", { class: silent && "heard" }, title), all.flatMap(({ input, label }) => [input, label]));
  return {
    node,
    /** @param {string} value */
    show(value) {
      for (const one of all) one.input.checked = one.value === value;
    },
    /** @param {string} value @param {boolean} hidden */
    hide(value, hidden) {
      for (const one of all) if (one.value === value) one.input.hidden = one.label.hidden = hidden;
    },
  };
}
