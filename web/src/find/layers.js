// @ts-check
/**
 * The layer switches.
 *
 * @import { Day, Resting, Switch } from "../page/catalogue.js"
 * @import { Families } from "../page/families.js"
 * @import { Layer } from "../page/replies"
 * @typedef {(key: string, on: boolean) => void} OnSwitch
 */
import { count, period } from "../page/format.js";
import { el } from "../page/element.js";
import { meaning } from "../page/glossary.js";

/**
 * Fills `container` with a switch for each layer of `day` (see catalogue.js).
 * `onSwitch(key, on)` is called when the reader uses one.
 * @param {HTMLElement} container @param {Day} day @param {ReadonlySet<string>} keys
 * @param {Families} families @param {OnSwitch} onSwitch
 */
export function showSwitches(container, day, keys, families, onSwitch) {
  const open = (/** @type {string} */ name) => container.querySelector(`details.${name}`)?.hasAttribute("open") ?? false;
  const wasOpen = open("drawings");
  const one = (/** @type {Switch} */ { key, layer }) => switchFor(key, layer, keys.has(key), families, onSwitch);
  const drawingOn = day.drawings.some(({ key }) => keys.has(key));
  container.replaceChildren(
    ...day.groups.map(({ family, title, switches }) =>
      el("div", { class: "group", role: "group", "aria-label": title, "data-family": family },
        switches.length > 1 ? el("h3", {}, title) : null,
        switches.map(one)),
    ),
    ...(day.resting.length ? [resting(day.resting)] : []),
    ...(day.drawings.length
      ? [el("details", { class: "drawings", open: wasOpen || drawingOn },
          el("summary", {}, "Other drawings"),
          el("p", { class: "quiet" }, "The same areas drawn in less detail, to compare. Lookups do not use them."),
          day.drawings.map(one))]
      : []),
    ...glossary(day, open("glossary")),
  );
}

/** @param {string} key @param {Layer} layer @param {boolean} on @param {Families} families @param {OnSwitch} onSwitch */
function switchFor(key, layer, on, families, onSwitch) {
  const id = `switch-${layer.id}`;
  const input = el("input", {
    type: "checkbox", role: "switch", id, checked: on, "data-key": key, "data-layer": layer.id,
    "aria-describedby": `${id}-about`,
    onchange: () => onSwitch(key, input.checked),
  });
  return el("div", { class: `layer ${layer.role}`, "data-family": layer.family, style: families.style(layer.family) },
    el("span", { class: "swatch", "aria-hidden": "true" }),
    el("label", { for: id, title: meaning(layer.family) }, layer.title),
    el("span", { class: "about", id: `${id}-about` }, `${count(layer.areas)} · ${period(layer.valid_from, layer.valid_to)}`),
    input);
}

/** @param {Resting[]} families */
function resting(families) {
  const words = families.map(({ title, layer }) => `${title} (${period(layer.valid_from, layer.valid_to)})`);
  return el("p", { class: "quiet resting" }, `Not on this date: ${words.join("; ")}.`);
}

/** Explains the families of the day. @param {Day} day @param {boolean} open */
function glossary({ groups }, open) {
  const known = groups.flatMap(({ family, title }) => {
    const words = meaning(family);
    return words ? [el("div", {}, el("dt", {}, title), el("dd", {}, words))] : [];
  });
  if (!known.length) return [];
  return [el("details", { class: "glossary", open }, el("summary", {}, "What these areas are"), el("dl", {}, known))];
}
