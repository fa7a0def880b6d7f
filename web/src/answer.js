// @ts-check
/**
 * Shows an answer of the server in the panel.
 *
 * @import { Child } from "./element.js"
 * @import { Families } from "./families.js"
 * @import { Alternative, Answer, FoundArea, Layer, NoArea, PostcodeFacts } from "./replies"
 * @typedef {object} Shown what answers are shown with, and what their rows call
 * @property {Map<string, Layer>} layers by id
 * @property {Families} families
 * @property {(family: string | null) => void} onEmphasise
 * @property {(area: FoundArea) => void} onShow
 */
import { el } from "./element.js";
import { crossCheck, day, distance, gridReference, lonLat, method, month, standing, sureness } from "./format.js";
import { meaning } from "./glossary.js";

/** Shows an answer. @param {HTMLElement} container @param {Answer} answer @param {Shown} shown */
export function showAnswer(container, answer, shown) {
  const areas = shown.families.sorted(answer.areas);
  const without = shown.families.sorted(answer.without);
  container.replaceChildren(
    el("h2", { id: "answer-title", tabindex: "-1" }, subject(answer)),
    el("p", { class: "when" }, `on ${day(answer.on)}`),
    ...(answer.postcode ? [postcodeStanding(answer.postcode)] : []),
    ...answer.notes.map((note) => el("p", { class: "note" }, note)),
    el("ul", { class: "areas", role: "list" }, areas.map((area) => row(area, shown))),
    ...(without.length ? [nothingHere(without, shown)] : []),
    whereExactly(answer),
  );
}

/** Returns the text that a screen reader says when an answer arrives. @param {Answer} answer @param {Families} families */
export function spoken(answer, families) {
  if (!answer.areas.length) return `${subject(answer)} is in no area on ${day(answer.on)}.`;
  const named = (/** @type {FoundArea} */ area) => (area.doubt && area.doubt !== "date" ? `${area.name}, not certain` : area.name);
  const names = families.sorted(answer.areas).map(named);
  const late = answer.areas.some(({ doubt }) => doubt === "date") ? ` ${answer.notes[0]}` : "";
  return `${subject(answer)} on ${day(answer.on)}: ${names.join("; ")}.${late}`;
}

/** Shows why a lookup has no answer. @param {HTMLElement} container @param {{ title: string, detail: string }} problem */
export function showProblem(container, { title, detail }) {
  container.replaceChildren(
    el("div", { class: "problem" },
      el("h2", { id: "answer-title", tabindex: "-1" }, title),
      detail && detail !== title ? el("p", {}, detail) : null),
  );
}

/** @param {Answer} answer */
function subject({ postcode, query }) {
  return postcode?.postcode ?? query.postcode ?? "Point on the map";
}

/** @param {PostcodeFacts} postcode */
function postcodeStanding(postcode) {
  const gone = postcode.status === "terminated";
  return el("p", { class: gone ? "note gone" : "quiet" }, standing(postcode));
}

/** @param {FoundArea} area @param {Shown} shown */
function row(area, { layers, families, onEmphasise, onShow }) {
  const layer = layers.get(area.layer);
  const family = layer?.family_title ?? area.family;
  const emphasise = () => onEmphasise(area.family);
  const calm = () => onEmphasise(null);
  const sure = area.certain
    ? el("span", { class: "sure" }, tick(), "Certain")
    : el("span", { class: area.doubt === "date" ? "sure late" : "sure unsure" }, area.doubt === "date" ? null : question(), sureness(area));
  return el("li", {
    class: "area", "data-family": area.family, "data-code": area.code, "data-layer": area.layer, style: families.style(area.family),
    onmouseenter: emphasise, onmouseleave: calm, onfocusin: emphasise, onfocusout: calm,
  },
    // A day later than what is known is stated once, in a note, and opens no row.
    el("details", { open: !area.certain && area.doubt !== "date" },
      el("summary", {},
        el("span", { class: "family" }, family),
        el("span", { class: "name" }, area.name),
        el("span", { class: "codes" }, codes(area)),
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
        el("button", { type: "button", class: "link", onclick: () => onShow(area) }, `Show all of ${area.name}`))),
  );
}

/** @param {FoundArea} area */
function codes({ code, codes: others }) {
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
function alternatives(list, none = false) {
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

/** @param {NoArea[]} without @param {Shown} shown */
function nothingHere(without, { layers }) {
  return el("div", { class: "without" },
    el("h3", {}, "Not in any"),
    el("ul", { role: "list" }, without.map(({ family, layer, reason, alternatives: near }) =>
      el("li", { "data-family": family },
        el("span", {}, layers.get(layer)?.family_title ?? family), " ",
        el("span", { class: "quiet" }, reason),
        near?.length ? alternatives(near) : null))));
}

/** @param {Answer} answer */
function whereExactly({ point, postcode }) {
  const small = postcode && [
    fact("Postcode kind", postcode.user_type === "large" ? "Large user: one organisation" : "Small user: a group of addresses"),
    fact("Output area", postcode.oa),
    fact("LSOA, MSOA", [postcode.lsoa, postcode.msoa].filter(Boolean).join(", ") || null),
    ...districts(postcode),
  ];
  return el("div", { class: "where" },
    el("h3", {}, "Where exactly"),
    el("dl", {},
      fact("National Grid", gridReference(point)),
      fact("Latitude, longitude", lonLat(point)),
      fact("Position", point.position),
      point.apart_m
        ? fact("Sources differ by", `up to ${distance(point.apart_m)}`)
        : point.uncertainty_m ? fact("Mostly within", distance(point.uncertainty_m)) : null,
      ...(small ?? [])));
}

/** Returns the districts that official sources give, as one fact if they agree. @param {PostcodeFacts} postcode */
function districts({ districts: said = [] }) {
  const [first] = said;
  if (first && said.every(({ code }) => code === first.code)) return [fact("District", first.code)];
  return said.map((district) => fact(`District in ${month(district.month)}`, district.code));
}

/** @param {string} term @param {string | null | undefined} value */
function fact(term, value) {
  return value ? el("div", {}, el("dt", {}, term), el("dd", {}, value)) : null;
}

const SVG = "http://www.w3.org/2000/svg";
/** @param {string} path */
function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}
const tick = () => icon("M3 8.5l3.2 3.2L13 5");
const question = () => icon("M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.8M8 12.6v.1");
