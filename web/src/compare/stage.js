// @ts-check
/**
 * The controls over the map: which of its three ways to show two layers, the key, and the divider.
 *
 * @import { Theme } from "../page/replies"
 * @import { Entry } from "./legend.js"
 * @import { MapMode } from "./state.js"
 */
import { el } from "../page/element.js";
import { legend } from "./legend.js";

/** The three ways, each with a shorter name for narrow screens if it needs one. @type {[MapMode, text: string, short?: string][]} */
const MODES = [["lines", "Comparison lines", "Lines"], ["swipe", "Swipe A | B", "Swipe"], ["side", "Side by side"]];

/**
 * Makes the controls. `onMode` is called when the reader chooses how the map shows the layers.
 * @param {HTMLElement} stage the element of the map, which gets `data-compare`, the mode
 * @param {(mode: MapMode) => void} onMode
 */
export function stageControls(stage, onMode) {
  const radios = MODES.map(([mode, text, short]) => {
    const input = el("input", { type: "radio", name: "compare-map", value: mode, id: `compare-map-${mode}`, onchange: () => onMode(mode) });
    return { mode, input, label: el("label", { for: input.id }, short ? [el("span", { class: "long" }, text), el("span", { class: "short" }, short)] : text) };
  });
  const keyBody = el("div", {});
  const key = el("details", { class: "key", open: !matchMedia("(max-width: 820px)").matches }, el("summary", {}, "Key"), keyBody);
  const here = el("p", { class: "compare-here", hidden: true });
  const over = el("div", { class: "compare-over compare-ui" },
    el("fieldset", { class: "segments modes" }, el("legend", { class: "heard" }, "The map shows"), radios.flatMap(({ input, label }) => [input, label])),
    here, key);
  const slider = el("input", { type: "range", min: "0", max: "100", step: "1", value: "50", id: "compare-divider", "aria-label": "Divider between A and B: A is to its left", oninput: () => place() });
  const names = [el("p", { class: "compare-name compare-ui a" }), el("p", { class: "compare-name compare-ui b" })];
  const swipe = el("div", { class: "compare-swipe" }, el("div", { class: "divider", "aria-hidden": "true" }), slider);
  const place = () => {
    stage.style.setProperty("--swipe", String(Number(slider.value) / 100));
    slider.setAttribute("aria-valuetext", `A on ${slider.value}% of the map’s width`);
  };

  return {
    enter() {
      stage.append(over, swipe, ...names);
      place();
    },
    leave() {
      for (const node of [swipe, ...names, over]) node.remove();
      delete stage.dataset.compare;
    },
    /** @param {MapMode} mode */
    show(mode) {
      stage.dataset.compare = mode;
      for (const radio of radios) radio.input.checked = radio.mode === mode;
      key.hidden = mode !== "lines";
      swipe.hidden = mode !== "swipe";
      for (const name of names) name.hidden = mode === "lines";
    },
    /** Names the two layers. @param {string} a @param {string} b */
    name(a, b) {
      for (const [i, [letter, text]] of [["A", a], ["B", b]].entries()) names[i].replaceChildren(el("b", { class: `letter ${letter.toLowerCase()}` }, letter), ` ${text}`);
    },
    /** Says what is at the point that the reader has selected. @param {string} text */
    here(text) {
      here.textContent = text;
      here.hidden = !text;
    },
    /** Fills the key. @param {Entry[]} entries @param {Theme} ground the theme of the map */
    explain(entries, ground) {
      key.style.colorScheme = ground;
      keyBody.replaceChildren(legend(entries));
    },
  };
}
