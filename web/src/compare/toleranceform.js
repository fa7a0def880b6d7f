// @ts-check
/** The tolerance: a slider and a number that say the same. The answer follows the slider while it moves. */
import { el } from "../page/element.js";
import { metres, inSentence } from "./words.js";
import { toleranceOf, WIDEST } from "./state.js";

/** The end of the slider, in metres, unless a greater tolerance is typed. */
const SLIDER_END = 1000;

/** @param {{ onChange: (metres: number | null) => void, onSlide: (metres: number) => void }} options `onSlide` while the slider moves, `onChange` when it rests */
export function toleranceForm({ onChange, onSlide }) {
  const slider = el("input", {
    type: "range", id: "compare-tolerance", min: "0", max: String(SLIDER_END), step: "10", "aria-describedby": "compare-tolerance-about",
    oninput: () => {
      number.value = slider.value;
      onSlide(Number(slider.value));
    },
    onchange: () => onChange(Number(slider.value)),
  });
  const number = el("input", {
    type: "number", id: "compare-metres", min: "0", max: String(WIDEST), step: "any", "aria-label": "Tolerance in metres",
    onchange: () => {
      const value = toleranceOf(number.value);
      if (value !== null || !number.value.trim()) onChange(value);
      else number.reportValidity();
    },
  });
  const about = el("span", {});
  const reset = el("button", { type: "button", class: "link", hidden: true, onclick: () => (number.focus(), onChange(null)) }, "Use the layers’ own");
  const working = el("span", { class: "working" });
  const place = (/** @type {number} */ value) => {
    slider.max = String(Math.max(SLIDER_END, value));
    slider.value = number.value = String(value);
    slider.setAttribute("aria-valuetext", metres(value));
  };
  return {
    node: el("div", { class: "tolerance" },
      el("label", { for: "compare-tolerance" }, "Tolerance"), working,
      el("div", { class: "row" }, slider, number, el("span", {}, "m"))),
    about: el("p", { class: "quiet", id: "compare-tolerance-about" }, about, " ", reset),
    /** @param {number | null} tolerance */
    show(tolerance) {
      reset.hidden = tolerance === null;
      if (tolerance !== null) place(tolerance);
    },
    /** @param {number} tolerance @param {string} from why, in the server's words */
    answered(tolerance, from) {
      // The slider may have moved on since the request.
      if (reset.hidden) place(tolerance);
      about.textContent = reset.hidden
        ? `Lines up to ${metres(tolerance)} apart are the same line: ${inSentence(from)}.`
        : `Lines up to ${metres(tolerance)} apart are the same line.`;
    },
    /** @param {boolean} busy */
    working(busy) {
      working.textContent = busy ? "Working…" : "";
    },
  };
}
