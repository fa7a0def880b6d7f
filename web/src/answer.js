/** An answer of the server, as the reader sees it. */
import { el } from "./element.js";
import { byFamily } from "./families.js";
import { crossCheck, day, distance, gridReference, lonLat, method, standing, sureness } from "./format.js";
import { familyStyle } from "./layers.js";

/** Shows an answer. `titles` maps layer id -> catalogue entry; the rest are what rows do. */
export function showAnswer(container, answer, { titles, onEmphasise, onShow }) {
  const areas = [...answer.areas].sort(byFamily);
  const without = [...answer.without].sort(byFamily);
  container.replaceChildren(
    el("h2", { id: "answer-title", tabindex: "-1" }, subject(answer)),
    el("p", { class: "when" }, `on ${day(answer.on)}`),
    ...(answer.postcode ? [postcodeStanding(answer.postcode)] : []),
    ...answer.notes.map((note) => el("p", { class: "note" }, note)),
    el("ul", { class: "areas", role: "list" }, areas.map((area) => row(area, titles.get(area.layer), { onEmphasise, onShow }))),
    ...(without.length ? [nothingHere(without, titles)] : []),
    whereExactly(answer),
  );
}

/** What a screen reader says when an answer arrives. */
export function spoken(answer) {
  if (!answer.areas.length) return `${subject(answer)} is in no area on ${day(answer.on)}.`;
  const named = (area) => (area.doubt && area.doubt !== "date" ? `${area.name}, not certain` : area.name);
  const names = [...answer.areas].sort(byFamily).map(named);
  const late = answer.areas.some(({ doubt }) => doubt === "date") ? ` ${answer.notes[0]}` : "";
  return `${subject(answer)} on ${day(answer.on)}: ${names.join("; ")}.${late}`;
}

/** Shows why there is no answer. */
export function showProblem(container, { title, detail }) {
  container.replaceChildren(
    el("div", { class: "problem" },
      el("h2", { id: "answer-title", tabindex: "-1" }, title),
      detail && detail !== title ? el("p", {}, detail) : null),
  );
}

function subject({ postcode, query }) {
  return postcode?.postcode ?? query.postcode ?? "Point on the map";
}

function postcodeStanding(postcode) {
  const gone = postcode.status === "terminated";
  return el("p", { class: gone ? "note gone" : "quiet" }, standing(postcode));
}

function row(area, layer, { onEmphasise, onShow }) {
  const family = layer?.family_title ?? area.family;
  const emphasise = () => onEmphasise(area.family);
  const calm = () => onEmphasise(null);
  const sure = area.certain
    ? el("span", { class: "sure" }, tick(), "Certain")
    : el("span", { class: area.doubt === "date" ? "sure late" : "sure unsure" }, area.doubt === "date" ? null : question(), sureness(area));
  return el("li", {
    class: "area", "data-family": area.family, "data-code": area.code, "data-layer": area.layer, style: familyStyle(area.family),
    onmouseenter: emphasise, onmouseleave: calm, onfocusin: emphasise, onfocusout: calm,
  },
    // That the day is later than what is known is said once, of all.
    el("details", { open: !area.certain && area.doubt !== "date" },
      el("summary", {},
        el("span", { class: "family" }, family),
        el("span", { class: "name" }, area.name),
        el("span", { class: "codes" }, codes(area)),
        sure),
      el("div", { class: "how" },
        el("p", {}, area.reason),
        area.alternatives.length || area.perhaps_none ? alternatives(area.alternatives, area.perhaps_none) : null,
        el("dl", {},
          fact("Method", method(area)),
          fact("Cross-check", crossCheck(area)),
          fact("Nearest boundary", distance(area.boundary_distance_m)),
          fact("Layer", layer ? layer.title : area.layer),
          fact("Known up to", area.known_to && day(area.known_to)),
          area.complete ? null : fact("Extent", "The data holds only part of this area")),
        el("button", { type: "button", class: "link", onclick: () => onShow(area) }, `Show all of ${area.name}`))),
  );
}

function codes({ code, codes: others }) {
  const list = [el("code", {}, code)];
  for (const [scheme, value] of Object.entries(others ?? {})) {
    list.push(el("span", { class: "scheme" }, `${scheme.toUpperCase()} `, el("code", {}, value)));
  }
  return list;
}

/** The nearest few, and the rest on request: an imputed postcode may have dozens. */
const FEW = 4;

function alternatives(list, none = false) {
  const items = (some) => el("ul", {}, some.map(({ code, name, distance_m }) =>
    el("li", {}, name, " ", el("code", {}, code),
      el("span", { class: "quiet" }, distance_m === 0 ? ", where it is drawn" : ` ${distance(distance_m)} away`))));
  const rest = list.slice(FEW);
  return el("div", { class: "alternatives" },
    el("p", {}, "It could also be:"),
    list.length ? items(list.slice(0, FEW)) : null,
    none ? el("p", {}, list.length ? "or in none of this layer's areas" : "in none of this layer's areas") : null,
    rest.length ? el("details", {}, el("summary", {}, `and ${rest.length} more`), items(rest)) : null);
}

function nothingHere(without, titles) {
  return el("div", { class: "without" },
    el("h3", {}, "In no area of"),
    el("ul", { role: "list" }, without.map(({ family, layer, reason, alternatives: near }) =>
      el("li", { "data-family": family },
        el("span", {}, titles.get(layer)?.family_title ?? family), " ",
        el("span", { class: "quiet" }, reason),
        near?.length ? alternatives(near) : null))));
}

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
      small));
}

/** The districts that official sources say: one fact where they agree. */
function districts({ district_2021_code_point, district, district_2023, district_2025 }) {
  const said = [
    ["District in 2021", district_2021_code_point],
    ["District in 2022", district],
    ["District in May 2025", district_2023],
    ["District in November 2025", district_2025],
  ].filter(([, code]) => code);
  const [first] = said;
  if (first && said.every(([, code]) => code === first[1])) return [fact("District", first[1])];
  return said.map(([when, code]) => fact(when, code));
}

function fact(term, value) {
  return value ? el("div", {}, el("dt", {}, term), el("dd", {}, value)) : null;
}

const SVG = "http://www.w3.org/2000/svg";
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
