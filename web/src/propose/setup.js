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
import { createGroundChoice } from "./groundchoice.js";
import { kept } from "./keep.js";
import { newest } from "./layers.js";
import { ACCEPT } from "./opener.js";

/** Returns what the form proposes at first. @param {Layer[]} layers @returns {Setup} */
export const usual = (layers) => ({ within: "", start: newest(layers, "place")?.id ?? "", against: newest(layers, "utla")?.id ?? "", weight: "", kind: "place" });

/** @param {Page} page @param {Setup} at @param {{ onStart(setup: Setup, file: File | null): void, onKept(): void }} told */
export function createSetup(page, at, { onStart, onKept }) {
  const primary = page.layers.filter(({ role }) => role === "primary");
  const layerOptions = () => page.families.sorted(primary).map(({ id, title }) => el("option", { value: id }, title));
  const ground = createGroundChoice(page, at.within);
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
    ground.node, field("Start from", start), fileLabel, field("Areas should match", against), field("Count", weight), field("Kind of area", kind), submit, problem,
  );
  const chosen = () => ({ within: ground.value(), start: start.value === "file" ? "" : start.value, against: against.value, weight: weight.value, kind: kind.value });
  const set = () => {
    start.value = at.start;
    against.value = at.against;
    weight.value = at.weight;
    kind.value = at.kind;
    showFile();
  };
  set();
  return { node, submit, problem };
}

/** @param {string} name @param {HTMLElement} control */
const field = (name, control) => el("label", { class: "field" }, name, control);
