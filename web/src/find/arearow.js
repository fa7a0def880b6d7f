// @ts-check
/**
 * Rows of the answer: each has an area, how sure it is, and why.
 *
 * @import { Alternative, FoundArea } from "../page/replies"
 * @import { Shown } from "./answer.js"
 */
import { el } from "../page/element.js";
import { crossCheck, day, distance, method, sureness } from "../page/format.js";
import { meaning } from "../page/glossary.js";
import { icon } from "./icon.js";
import { isNear } from "./warnings.js";

/** @param {FoundArea} area @param {Shown} shown @param {number} within metres within which a boundary is near */
export function areaRow(area, { layers, families, onEmphasise, onShow, onCard }, within) {
  const layer = layers.get(area.layer);
  const emphasise = () => onEmphasise(area.family);
  const calm = () => onEmphasise(null);
  const sure = area.certain
    ? el("span", { class: "sure" }, icon("tick"), "Certain")
    : el("span", { class: area.doubt === "date" ? "sure late" : "sure unsure" }, area.doubt === "date" ? null : icon("question"), sureness(area));
  return el("li", {
    class: "area", "data-family": area.family, "data-code": area.code, "data-layer": area.layer, style: families.style(area.family),
    onmouseenter: emphasise, onmouseleave: calm, onfocusin: emphasise, onfocusout: calm,
  },
    // A day later than what is known is stated once, in a note, and opens no row.
    el("details", { open: !area.certain && area.doubt !== "date" },
      el("summary", {},
        el("span", { class: "family" }, layer?.family_title ?? area.family),
        el("span", { class: "name" }, area.name),
        el("span", { class: "codes" }, codes(area)),
        isNear(area, within) ? el("span", { class: "border" }, `Boundary ${distance(area.boundary_distance_m)} away`) : null,
        sure),
      el("div", { class: "how" },
        meaning(area.family) ? el("p", { class: "quiet" }, meaning(area.family)) : null,
        el("p", {}, area.reason),
        area.alternatives.length || area.perhaps_none ? alternatives(area.alternatives, area.perhaps_none) : null,
        el("dl", {},
          fact("Method", method(area)),
          fact("Cross-check", crossCheck(area)),
          fact("Nearest boundary", distance(area.boundary_distance_m)),
          fact("Layer", layer ? layer.title : area.layer),
          fact("Known up to", area.known_to && day(area.known_to)),
          area.complete ? null : fact("Extent", "The data has only part of this area")),
        el("p", { class: "ways" },
          el("button", { type: "button", class: "link", onclick: () => onShow(area) }, `Show all of ${area.name}`),
          el("button", { type: "button", class: "link", onclick: () => onCard(area) }, "Neighbours and overlaps")))),
  );
}

/** Returns an area's code and its codes of other systems. @param {{ code: string, codes?: Record<string, string> }} area */
export function codes({ code, codes: others }) {
  /** @type {HTMLElement[]} */
  const list = [el("code", {}, code)];
  for (const [scheme, value] of Object.entries(others ?? {})) {
    list.push(el("span", { class: "scheme" }, `${scheme.toUpperCase()} `, el("code", {}, value)));
  }
  return list;
}

/** Number of alternatives that are shown at once. The rest is folded up: an imputed postcode may have dozens. */
const FEW = 4;

/** @param {Alternative[]} list */
export function alternatives(list, none = false) {
  const items = (/** @type {Alternative[]} */ some) => el("ul", {}, some.map(({ code, name, distance_m }) =>
    el("li", {}, name, " ", el("code", {}, code),
      el("span", { class: "quiet" }, distance_m === 0 ? ", where it is drawn" : ` ${distance(distance_m)} away`))));
  const rest = list.slice(FEW);
  return el("div", { class: "alternatives" },
    list.length ? el("p", {}, "It could also be:") : null,
    list.length ? items(list.slice(0, FEW)) : null,
    none ? el("p", {}, `It may ${list.length ? "also " : ""}be in no area of this layer.`) : null,
    rest.length ? el("details", {}, el("summary", {}, `and ${rest.length} more`), items(rest)) : null);
}

/** Returns a fact as a term with its value; nothing without a value. @param {string} term @param {import("../page/element.js").Child} value */
export function fact(term, value) {
  return value ? el("div", {}, el("dt", {}, term), el("dd", {}, value)) : null;
}
