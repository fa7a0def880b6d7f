/** The layer switches. */
import { familyColour } from "./families.js";
import { count, period } from "./format.js";
import { el } from "./element.js";

/**
 * Fills `container` with a switch for each layer of `day` (see catalogue.js).
 * `onSwitch(key, on)` is called when the reader throws one.
 */
export function showSwitches(container, day, keys, onSwitch) {
  const wasOpen = container.querySelector("details")?.open ?? false;
  const one = ({ key, layer }) => switchFor(key, layer, keys.has(key), onSwitch);
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
          el("p", { class: "quiet" }, "The same lines as others have drawn them, to compare. Lookups never use them."),
          day.drawings.map(one))]
      : []),
  );
}

function switchFor(key, layer, on, onSwitch) {
  const id = `switch-${layer.id}`;
  const input = el("input", {
    type: "checkbox", role: "switch", id, checked: on, "data-key": key, "data-layer": layer.id,
    "aria-describedby": `${id}-about`,
    onchange: (event) => onSwitch(key, event.target.checked),
  });
  return el("div", { class: `layer ${layer.role}`, "data-family": layer.family, style: familyStyle(layer.family) },
    el("span", { class: "swatch", "aria-hidden": "true" }),
    el("label", { for: id }, layer.title),
    el("span", { class: "about", id: `${id}-about` }, `${count(layer.areas)} · ${period(layer.valid_from, layer.valid_to)}`),
    input);
}

function resting(families) {
  const words = families.map(({ title, layer }) => `${title} (${period(layer.valid_from, layer.valid_to)})`);
  return el("p", { class: "quiet resting" }, `Not on this date: ${words.join("; ")}.`);
}

/** The style attribute that gives an element its family's colour; style.css picks by theme. */
export function familyStyle(family) {
  return ["--family", `light-dark(${familyColour(family, "light")}, ${familyColour(family, "dark")})`];
}
