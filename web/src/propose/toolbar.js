// @ts-check
/**
 * The tools, their options, undo and redo.
 *
 * @import { Desk, Tool } from "./desk.js"
 */
import { el } from "../page/element.js";
import { NONE, positions } from "./assignment.js";
import { swatch } from "./swatch.js";

/** @type {[Tool, string, string, string][]} the tool, its name, what it does, and its drawing */
const TOOLS = [
  ["move", "Move", "Move the map without painting", "M10 2v16M2 10h16M10 2l-2.5 2.5M10 2l2.5 2.5M10 18l-2.5-2.5M10 18l2.5-2.5M2 10l2.5-2.5M2 10l2.5 2.5M18 10l-2.5-2.5M18 10l-2.5 2.5"],
  ["brush", "Brush", "Paint where you click or drag", "M17 3l-8 8M9 11c-2 0-3 1-3 3s-2 2.500-3 2.500c1 1 2.500 1.500 4 1.500 2.500 0 4-1.500 4-4z"],
  ["rectangle", "Rectangle", "Drag a rectangle, or click two corners", "M3 5h14v10H3z"],
  ["district", "District", "Paint the whole district that you click", "M3 6l5-3 4 3 5-2v10l-5 3-4-3-5 2z"],
  ["flood", "Flood", "Paint all that is connected and in the same area", "M10 3c3 4 5 6.500 5 9a5 5 0 0 1-10 0c0-2.500 2-5 5-9z"],
];

/** Radii of the brush in metres, and their names. */
const SIZES = [[0, "One at a time"], [1000, "1 km around"], [2500, "2.5 km around"], [5000, "5 km around"], [10_000, "10 km around"]];

/** @param {Desk} desk @param {{ onTool(): void }} told */
export function createToolbar(desk, { onTool }) {
  const { hand } = desk;
  const target = el("span", { class: "target" });
  const radios = TOOLS.map(([tool, name, title, path]) => {
    const input = el("input", { type: "radio", name: "tool", value: tool, onchange: () => take(tool) });
    const icon = svg(path);
    return { tool, input, label: el("label", { class: "tool", title }, input, icon, el("span", {}, name)) };
  });
  const size = el("select", { "aria-label": "Size of the brush", onchange: () => ((hand.radius = Number(size.value)), onTool()) }, ...SIZES.map(([metres, name]) => el("option", { value: metres }, String(name))));
  const stop = check("Stop at district lines", hand.stopAtDistricts, (on) => (hand.stopAtDistricts = on));
  const only = check("Only what is in no area", hand.onlyUnassigned, (on) => (hand.onlyUnassigned = on));
  const hint = el("p", { class: "quiet hint" });
  const back = stepButton("Undo", "Control+Z", () => desk.undo());
  const again = stepButton("Redo", "Control+Y", () => desk.redo());

  /** @param {Tool} tool */
  function take(tool) {
    hand.tool = tool;
    hand.corner = null;
    show();
    onTool();
  }
  function show() {
    const { proposal } = desk.entry();
    for (const { tool, input } of radios) input.checked = tool === hand.tool;
    size.hidden = hand.tool !== "brush";
    size.value = String(hand.radius);
    stop.hidden = hand.tool !== "flood";
    only.hidden = hand.tool === "move";
    hint.textContent = hand.corner ? "Now choose the opposite corner." : (TOOLS.find(([tool]) => tool === hand.tool)?.[2] ?? "") + (hand.tool === "move" ? "." : ". Two fingers or the space bar move the map.");
    const number = positions(proposal).indexOf(hand.target) + 1;
    target.replaceChildren(...(hand.target === NONE ? [el("b", {}, "Erasing")] : [swatch(proposal.areas[hand.target], number), el("b", {}, desk.nameOf(hand.target))]));
    back.show(proposal.done.at(-1)?.what);
    again.show(proposal.undone.at(-1)?.what);
  }
  const node = el("div", { class: "toolbar" },
    el("fieldset", { class: "tools-set" }, el("legend", {}, el("span", { class: "quiet" }, "Painting "), target), el("div", { class: "tool-row" }, ...radios.map(({ label }) => label))),
    el("div", { class: "tool-options" }, size, stop, only),
    hint,
    el("div", { class: "steps" }, back.node, again.node),
  );
  return { node, show };
}

/** A button that says what it undoes or does again. @param {string} name @param {string} keys @param {() => void} onClick */
function stepButton(name, keys, onClick) {
  const what = el("span", {});
  const node = el("button", { type: "button", class: "step", "aria-keyshortcuts": keys, onclick: onClick }, el("b", {}, name), what);
  return {
    node,
    /** @param {string | undefined} step */
    show(step) {
      // A button that is disabled would lose the focus in the middle of undoing.
      node.setAttribute("aria-disabled", String(!step));
      what.textContent = step ?? "nothing";
      node.title = step ? `${name}: ${step}` : "";
    },
  };
}

/** @param {string} name @param {boolean} on @param {(on: boolean) => void} onChange */
function check(name, on, onChange) {
  const input = el("input", { type: "checkbox", checked: on, onchange: () => onChange(input.checked) });
  return el("label", { class: "check" }, input, name);
}

/** @param {string} path */
function svg(path) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 20 20");
  icon.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  icon.append(line);
  return icon;
}
