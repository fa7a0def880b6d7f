// @ts-check
/**
 * The form with which a proposal begins: which ground, from which areas, and what is counted.
 *
 * @import { Page } from "../page/view"
 * @import { Layer } from "../page/replies"
 * @import { Setup } from "./session.js"
 */
import { el } from "../page/element.js";
import { day } from "../page/format.js";
import { ACCEPT } from "./opener.js";
import { kept } from "./keep.js";
import * as requests from "./requests.js";

/** The families whose areas may be the ground of a review, in the order in which they are offered. */
const GROUNDS = ["icb", "utla", "strategic-authority", "place", "lad"];

/** Returns the newest layer of a family. @param {Layer[]} layers @param {string} family */
export const newest = (layers, family) => layers.filter((layer) => layer.family === family && layer.role === "primary").sort((a, b) => (b.valid_from ?? "").localeCompare(a.valid_from ?? ""))[0];

/** Returns what the form proposes at first. @param {Layer[]} layers @returns {Setup} */
export const usual = (layers) => ({ within: "", start: newest(layers, "place")?.id ?? "", against: newest(layers, "utla")?.id ?? "", weight: "", kind: "place" });

/** @param {Page} page @param {Setup} at @param {{ onStart(setup: Setup, file: File | null): void, onKept(): void }} told */
export function createSetup(page, at, { onStart, onKept }) {
  const primary = page.layers.filter(({ role }) => role === "primary");
  const layerOptions = () => page.families.sorted(primary).map(({ id, title }) => el("option", { value: id }, title));
  const within = el("select", {}, el("option", { value: "" }, "All of the data"));
  const start = el("select", {}, el("option", { value: "" }, "Nothing: no area yet"), el("option", { value: "file" }, "A file of mine"), ...layerOptions());
  const against = el("select", {}, el("option", { value: "" }, "Nothing"), ...layerOptions());
  const weight = el("select", {}, ...[["", "What the data counts at first"], ["postcodes", "Live postcodes"], ["people", "People"], ["area", "Hectares"]].map(([value, name]) => el("option", { value }, name)));
  const kind = el("select", {}, ...[["place", "Places (up to 500,000 people)"], ["neighbourhood", "Neighbourhoods (30,000 to 50,000 people)"], ["council", "Councils (no limit of size)"]].map(([value, name]) => el("option", { value }, name)));
  const file = el("input", { type: "file", accept: ACCEPT });
  const fileLabel = el("label", { class: "field" }, "File", file, el("span", { class: "quiet" }, "A scenario (TOML, JSON or CSV), a table of blocks and areas (CSV), or custom areas of the ONS (GeoJSON). It stays on this computer but for coterm’s own server."));
  const problem = el("div", {});
  const submit = el("button", { type: "submit", class: "primary" }, "Start");
  const showFile = () => (fileLabel.hidden = start.value !== "file");
  start.addEventListener("change", showFile);
  const saved = kept();
  const node = el("form", { class: "setup", onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    const one = start.value === "file" ? file.files?.[0] ?? null : null;
    if (start.value === "file" && !one) {
      problem.replaceChildren(el("p", { class: "warn" }, "Choose a file, or start from something else."));
      return file.focus();
    }
    onStart(chosen(), one);
  } },
    saved ? el("div", { class: "note" }, el("p", {}, `This browser keeps ${saved.proposals.length === 1 ? "a proposal" : `${saved.proposals.length} proposals`} of ${day(saved.when.slice(0, 10))}.`), el("button", { type: "button", class: "plain", onclick: onKept }, "Continue with it")) : null,
    field("Ground to divide", within), field("Start from", start), fileLabel, field("Areas should match", against), field("Count", weight), field("Kind of area", kind), submit, problem,
  );
  const chosen = () => ({ within: within.value, start: start.value === "file" ? "" : start.value, against: against.value, weight: weight.value, kind: kind.value });
  const set = () => {
    within.value = at.within;
    start.value = at.start;
    against.value = at.against;
    weight.value = at.weight;
    kind.value = at.kind;
    showFile();
  };
  set();
  fillGrounds();

  /** Offers the areas that can be divided; the form works before they have arrived. */
  async function fillGrounds() {
    const layers = GROUNDS.flatMap((family) => newest(page.layers, family) ?? []);
    const lists = await Promise.all(layers.map((layer) => requests.wholeAreas(layer.id).catch(() => [])));
    layers.forEach((layer, i) => {
      if (lists[i].length) within.append(el("optgroup", { label: layer.title }, ...lists[i].map(({ code, name }) => el("option", { value: `${layer.id}/${code}` }, name))));
    });
    if (at.within && ![...within.options].some(({ value }) => value === at.within)) within.append(el("option", { value: at.within }, at.within));
    // A whole integrated care board is what most reviews are about.
    within.value = at.within || (layers[0]?.family === "icb" && lists[0][0] ? `${layers[0].id}/${lists[0][0].code}` : "");
  }
  return { node, submit, problem };
}

/** @param {string} name @param {HTMLElement} control */
const field = (name, control) => el("label", { class: "field" }, name, control);
