// @ts-check
/**
 * Shows an area in the panel: what it is, how large, its neighbours, and the areas of another layer that overlap it.
 *
 * @import { Families } from "../page/families.js"
 * @import { Item, Layer, Neighbours, Overlapping } from "../page/replies"
 * @import { AreaKey } from "./sought.js"
 * @typedef {object} CardShown what a card is shown with, and what it calls
 * @property {Layer[]} layers
 * @property {Families} families
 * @property {string} on
 * @property {(area: AreaKey) => void} onArea
 * @property {(container: HTMLElement, thrown: unknown, again: () => void) => void} onFail
 */
import { validOn } from "../page/catalogue.js";
import { el } from "../page/element.js";
import { day, distance, period } from "../page/format.js";
import { meaning } from "../page/glossary.js";
import { codes, fact } from "./arearow.js";
import { geojson, neighbours, overlapping } from "./requests.js";

/** Properties of an area that are not codes of other systems. */
const NOT_CODES = new Set(["code", "name", "layer", "complete", "valid_from", "valid_to"]);

/** Shows an area. @param {HTMLElement} container @param {AreaKey} key @param {Item} item @param {CardShown} shown */
export function showArea(container, key, { properties }, shown) {
  const layer = shown.layers.find(({ id }) => id === key.layer);
  const others = Object.fromEntries(Object.entries(properties).filter(([name, value]) => !NOT_CODES.has(name) && typeof value === "string" && value)
    .map(([name, value]) => [name, String(value)]));
  const size = el("dd", {}, "…");
  const beside = el("div", { class: "beside", "aria-live": "polite" }, el("p", { class: "quiet" }, "Asking for its neighbours…"));
  const then = validOn(properties, shown.on);
  container.replaceChildren(
    el("h2", { id: "answer-title", tabindex: "-1" }, properties.name),
    el("p", { class: "when" }, layer?.family_title ?? key.layer),
    ...(then ? [] : [el("p", { class: "note" }, `Not in force on ${day(shown.on)}: ${period(properties.valid_from, properties.valid_to)}.`)]),
    el("div", { class: "card", style: shown.families.style(layer?.family ?? "") },
      meaning(layer?.family ?? "") ? el("p", { class: "quiet" }, meaning(layer?.family ?? "")) : null,
      el("dl", {},
        fact("Code", el("span", { class: "codes" }, codes({ code: properties.code, codes: others }))),
        fact("Layer", layer?.title ?? key.layer),
        fact("In force", period(properties.valid_from, properties.valid_to)),
        el("div", {}, el("dt", {}, "Size"), size),
        properties.complete ? null : fact("Extent", "The data has only part of this area")),
      el("p", { class: "ways" }, el("a", { class: "link", href: geojson(key.layer, key.code), download: `${key.layer}-${key.code}.geojson` }, "Download as GeoJSON"))),
    el("h3", {}, "Neighbours"), beside,
    ...overlaps(key, size, layer, shown));
  const ask = () => neighbours(key.layer, key.code).then(
    (reply) => showNeighbours(beside, key, reply, shown),
    (thrown) => shown.onFail(beside, thrown, ask));
  ask();
}

/** @param {HTMLElement} container @param {AreaKey} key @param {Neighbours} reply @param {CardShown} shown */
function showNeighbours(container, { layer }, { neighbours: list, unshared_m }, { onArea }) {
  const rest = unshared_m > 0 ? `The other ${distance(unshared_m)} of its outline is coast, or the end of the data.` : "";
  container.replaceChildren(
    list.length
      ? el("ul", { class: "links", role: "list" }, list.map(({ code, name, shared_m }) =>
          el("li", {}, el("button", { type: "button", class: "link", onclick: () => onArea({ layer, code }) }, name), el("span", { class: "quiet" }, ` ${distance(shared_m)} of boundary`))))
      : el("p", {}, "No other area of this layer touches it."),
    el("p", { class: "quiet" }, rest));
}

/** The areas of a chosen layer that overlap an area. @param {AreaKey} key @param {HTMLElement} size gets the area's size @param {Layer | undefined} layer @param {CardShown} shown */
function overlaps(key, size, layer, shown) {
  const { layers, families, on } = shown;
  const offered = families.sorted(layers.filter(({ id, role }) => role !== "backdrop" && id !== key.layer))
    .sort((a, b) => Number(validOn(b, on)) - Number(validOn(a, on)));
  const first = offered.find((one) => one.family !== layer?.family && one.role === "primary" && validOn(one, on)) ?? offered[0];
  if (!first) return [];
  const list = el("div", { class: "overlaps", "aria-live": "polite" });
  /** @param {string} title @param {Layer[]} some */
  const group = (title, some) => (some.length ? el("optgroup", { label: title }, some.map(({ id, title: name }) => el("option", { value: id, selected: id === first.id }, name))) : null);
  const choice = el("select", { id: "overlap-layer", onchange: () => ask() },
    group(`On ${day(on)}`, offered.filter((one) => validOn(one, on))),
    group("On other dates", offered.filter((one) => !validOn(one, on))));
  const ask = async () => {
    const other = choice.value;
    list.replaceChildren(el("p", { class: "quiet" }, "Comparing…"));
    try {
      const reply = await overlapping(key.layer, key.code, other);
      size.textContent = sizeWords(reply);
      if (choice.value === other) showOverlaps(list, other, reply, shown);
    } catch (thrown) {
      if (size.textContent === "…") size.textContent = "not known";
      if (choice.value === other) shown.onFail(list, thrown, ask);
    }
  };
  ask();
  return [
    el("h3", {}, "Overlaps"),
    el("p", { class: "choice" }, el("label", { for: "overlap-layer" }, "Areas of"), " ", choice),
    list,
    el("p", { class: "quiet" }, el("a", { class: "link", href: `#view=compare&a=${key.layer}&b=${first.id}` }, "Compare the whole layers")),
  ];
}

/** @param {Overlapping} reply */
function sizeWords({ verdict: { area_m2, weight }, weight_unit }) {
  const km2 = area_m2 / 1e6;
  const size = km2 >= 100 ? Math.round(km2).toLocaleString("en-GB") : km2.toPrecision(km2 < 1 ? 2 : 3);
  return `${size} km²${weight_unit === "area" ? "" : `, ${Math.round(weight).toLocaleString("en-GB")} ${weight_unit}`}`;
}

/** @param {HTMLElement} container @param {string} layer @param {Overlapping} reply @param {CardShown} shown */
function showOverlaps(container, layer, { verdict, weight_unit, tolerance_m }, { onArea }) {
  container.replaceChildren(
    el("p", {}, verdict.reason),
    ...(verdict.with.length
      ? [el("table", { class: "shares" },
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Area"), el("th", { scope: "col" }, `% of ${verdict.area.name}’s land`), el("th", { scope: "col" }, `% of ${verdict.area.name}’s ${weight_unit}`))),
          el("tbody", {}, verdict.with.map(({ area, area_share, weight_share, whole }) => el("tr", {},
            el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: () => onArea({ layer, code: area.code }) }, area.name), whole ? el("span", { class: "quiet" }, " all of it") : null),
            el("td", {}, percent(area_share)), el("td", {}, percent(weight_share))))))]
      : []),
    el("p", { class: "quiet" }, `Slivers narrower than ${distance(tolerance_m)} are left out.`));
}

/** @param {number} share */
function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 0.1) return "under 0.1%";
  return `${value < 10 || (value > 99 && value < 100) ? Number(value.toFixed(1)) : Math.round(value)}%`;
}
