// @ts-check
/**
 * Proposals that the reader wants this browser to keep: what it is about, and the blocks of each area.
 * Nothing is kept unless the reader says so.
 *
 * @import { Session, Setup } from "./session.js"
 * @import { Blocks } from "./blocks.js"
 * @typedef {{ setup: Setup, when: string, proposals: { title: string, kind: string, area: { code: string, name: string, blocks: string[] }[] }[] }} Kept
 */
import { scenarioOf } from "./scenariofile.js";

const KEY = "coterm.proposals";

/** Whether the reader has asked to keep proposals, and what is kept; null if nothing is, or nothing that can be read. @returns {Kept | null} */
export function kept() {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return value && typeof value.setup === "object" && Array.isArray(value.proposals) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps the proposals of a session; false if the browser has no room or does not let the page. @param {Session} session */
export function keep({ setup, blocks, entries }) {
  /** @type {Kept} */
  const value = { setup, when: new Date().toISOString(), proposals: entries.map(({ proposal }) => keptOf(blocks, proposal)) };
  try {
    localStorage.setItem(KEY, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Returns a proposal as it is kept: like a scenario, with the areas that have no blocks yet. @param {Blocks} blocks @param {import("./assignment.js").Proposal} proposal */
export function keptOf(blocks, proposal) {
  const { title, kind, area } = scenarioOf(blocks, proposal);
  const empty = proposal.areas.flatMap((one) => (one && !area.some(({ code }) => code === one.code) ? [{ code: one.code, name: one.name, blocks: [] }] : []));
  return { title, kind, area: [...area, ...empty] };
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
