// @ts-check
/**
 * Custom areas as the ONS's tool “Build a custom area profile” writes them: GeoJSON whose
 * `properties.codes` list the blocks of each area. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 * @import { Proposal } from "./assignment.js"
 * @import { Footprint } from "../page/replies"
 */
import { scenarioOf } from "./scenariofile.js";
import { emptyPlan, place } from "./plan.js";

/** Whether a file is GeoJSON. @param {any} document */
export const isGeoJson = (document) => document?.type === "FeatureCollection" || document?.type === "Feature";

/** Reads custom areas. Their shapes are not read: the codes say what is in them. @param {any} document @param {Blocks} blocks @param {string} title @returns {Plan} */
export function readCustomAreas(document, blocks, title) {
  const features = document.type === "Feature" ? [document] : document.features ?? [];
  const plan = emptyPlan(blocks, title);
  for (const [i, feature] of features.entries()) {
    const { codes, name, code } = feature?.properties ?? {};
    const label = String(name ?? `Area ${i + 1}`);
    if (!Array.isArray(codes)) {
      plan.rejected.push({ where: `feature ${i + 1}`, text: label, why: "its properties have no “codes”, so its blocks are not known" });
      continue;
    }
    const position = plan.areas.push({ code: String(code ?? `AREA-${i + 1}`), name: label }) - 1;
    for (const block of codes) place(plan, blocks, String(block), position, { where: label, text: String(block) });
  }
  if (!plan.areas.length) throw new Error("None of its features lists the codes of its blocks in “properties.codes”.");
  return plan;
}

/** Writes a proposal as custom areas, with the outline of each. @param {Blocks} blocks @param {Proposal} proposal @param {(codes: string[]) => Footprint | null} outline */
export function writeCustomAreas(blocks, proposal, outline) {
  const features = scenarioOf(blocks, proposal).area.map(({ code, name, blocks: codes }) => ({
    type: "Feature",
    properties: { name, code, codes },
    geometry: outline(codes),
  }));
  return `${JSON.stringify({ type: "FeatureCollection", name: proposal.title, features })}\n`;
}
