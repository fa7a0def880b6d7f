// @ts-check
/**
 * Shows an answer of the server in the panel: what to be careful about, the areas, and where exactly the place is.
 *
 * @import { Families } from "../page/families.js"
 * @import { Answer, FoundArea, Layer, NoArea, PostcodeFacts } from "../page/replies"
 * @import { Sought } from "./sought.js"
 * @typedef {object} Shown what answers are shown with, and what their rows call
 * @property {Map<string, Layer>} layers by id
 * @property {Families} families
 * @property {(family: string | null) => void} onEmphasise
 * @property {(area: FoundArea) => void} onShow shows all of an area on the map
 * @property {(area: { layer: string, code: string, name: string }) => void} onCard shows an area in the panel
 */
import { el } from "../page/element.js";
import { day, distance, gridReference, lonLat, month, standing } from "../page/format.js";
import { alternatives, areaRow, fact } from "./arearow.js";
import { icon } from "./icon.js";
import { sizeOf, titleOf } from "./sought.js";
import { nearM, warnings } from "./warnings.js";

/** Shows an answer. @param {HTMLElement} container @param {Answer} answer @param {Sought} sought @param {Shown} shown */
export function showAnswer(container, answer, sought, shown) {
  const areas = shown.families.sorted(answer.areas);
  const without = shown.families.sorted(answer.without);
  const size = sizeOf(sought);
  container.replaceChildren(
    el("h2", { id: "answer-title", tabindex: "-1" }, heading(answer, sought)),
    el("p", { class: "when" }, `on ${day(answer.on)}`),
    ...(sought.words ? [el("p", { class: "quiet" }, sought.words)] : []),
    ...(answer.postcode ? [postcodeStanding(answer.postcode)] : []),
    ...warnings(answer, shown.layers, size).map(warningBox),
    ...answer.notes.map((note) => el("p", { class: "note" }, note)),
    el("ul", { class: "areas", role: "list" }, areas.map((area) => areaRow(area, shown, nearM(answer, size)))),
    ...(without.length ? [nothingHere(without, shown)] : []),
    whereExactly(answer),
  );
}

/** Returns the text that a screen reader says when an answer arrives. @param {Answer} answer @param {Sought} sought @param {Shown} shown */
export function spoken(answer, sought, { families, layers }) {
  const subject = heading(answer, sought);
  if (!answer.areas.length) return `${subject} is in no area on ${day(answer.on)}.`;
  const named = (/** @type {FoundArea} */ area) => (area.doubt && area.doubt !== "date" ? `${area.name}, not certain` : area.name);
  const names = families.sorted(answer.areas).map(named);
  const late = answer.areas.some(({ doubt }) => doubt === "date") ? ` ${answer.notes[0]}` : "";
  const careful = warnings(answer, layers, sizeOf(sought)).map(({ title }) => ` ${title}.`).join("");
  return `${subject} on ${day(answer.on)}: ${names.join("; ")}.${careful}${late}`;
}

/** Returns the heading of an answer. @param {Answer} answer @param {Sought} sought */
export const heading = ({ postcode }, sought) => postcode?.postcode ?? titleOf(sought);

/** @param {import("./warnings.js").Warning} warning */
function warningBox({ kind, title, items, text }) {
  return el("div", { class: `warning ${kind}` },
    el("p", { class: "warning-title" }, icon("border"), title),
    el("ul", {}, items.map((item) => el("li", {}, item))),
    el("p", {}, text));
}

/** @param {PostcodeFacts} postcode */
function postcodeStanding(postcode) {
  const gone = postcode.status === "terminated";
  return el("p", { class: gone ? "note gone" : "quiet" }, standing(postcode));
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
