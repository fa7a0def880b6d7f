// @ts-check
/**
 * A session: the blocks of a ground, and up to four proposals for it. It lives in memory only. No DOM.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 * @import { Proposal } from "./assignment.js"
 * @import { Score } from "./score.js"
 * @import { ScoreReply } from "./replies"
 * @typedef {{ within: string, start: string, against: string, weight: string, kind: string }} Setup
 * @typedef {{ proposal: Proposal, score: Score, reply: ScoreReply | null, current: boolean, saved: boolean, plan: Plan | null }} Entry
 *   `current`: the reply is of the proposal as it is; `plan`: the file that it was read from
 * @typedef {{ setup: Setup, blocks: Blocks, grid: import("./grid.js").Grid, entries: Entry[], chosen: number, total: number }} Session
 */
import { NONE, positions } from "./assignment.js";
import { sum } from "./blocks.js";
import { createGrid } from "./grid.js";
import { moved } from "./matching.js";
import { scenarioOf } from "./scenariofile.js";
import { createScore, perimeter, polsbyPopper } from "./score.js";

/** Most proposals at once. */
export const MOST = 4;

/** @param {Setup} setup @param {Blocks} blocks @returns {Session} */
export const newSession = (setup, blocks) => ({ setup, blocks, grid: createGrid(blocks.at), entries: [], chosen: 0, total: sum(blocks.weight) });

/** Adds a proposal to a session and chooses it. @param {Session} session @param {Proposal} proposal @param {Plan | null} [plan] */
export function addEntry(session, proposal, plan = null) {
  const { blocks, setup } = session;
  const score = createScore(blocks, proposal.of, blocks.layers[setup.start] ? setup.start : undefined);
  /** @type {Entry} */
  const entry = { proposal, score, reply: null, current: false, saved: true, plan };
  const stale = () => ((entry.current = false), (entry.saved = false));
  proposal.listeners.push(score, { moved: stale, areas: stale });
  session.chosen = session.entries.push(entry) - 1;
  return entry;
}

/** Returns the chosen proposal as the server takes it; null if nothing is painted. @param {Session} session @returns {import("../page/painted.js").Painted | null} */
export function paintedIn({ blocks, entries, chosen }) {
  const proposal = entries[chosen]?.proposal;
  const scenario = proposal && scenarioOf(blocks, proposal);
  return scenario?.area.length ? { title: proposal.title, scenario } : null;
}

/** The mean of the areas if all of the ground were in them. @param {Session} session @param {Entry} entry */
export const mean = ({ total }, { proposal }) => total / Math.max(1, positions(proposal).length);

/** Returns the weight that moves from the areas of the layer that it starts from; null without such a layer. @param {Session} session @param {Entry} entry */
export function movedOf({ blocks, setup }, { proposal, score }) {
  const start = blocks.layers[setup.start];
  if (!start) return null;
  return moved(positions(proposal).map((position) => score.row(position).was), score.row(NONE).was, start.areas.length);
}

/** How far figures of the server may be from the page's own, as a share of them. */
const NEAR = 1e-9;

/** Whether the server's figures, and the districts that it finds split, are those of the page. They differ if its data has changed since. @param {Session} session @param {Entry} entry @param {ScoreReply} reply */
export function agrees({ blocks }, { proposal, score }, reply) {
  const near = (/** @type {number | null} */ theirs, /** @type {number} */ ours) => theirs === null || Math.abs(theirs - ours) <= NEAR * Math.abs(ours);
  const split = [...score.splits(), ...score.coveredInPart()].map((district) => blocks.districts.areas[district].code);
  const codes = new Set(reply.districts_split.map(({ district }) => district.code));
  if (codes.size !== split.length || !split.every((code) => codes.has(code))) return false;
  return positions(proposal).every((position) => {
    const row = score.row(position);
    const theirs = reply.areas.find(({ area }) => area.code === proposal.areas[position]?.code);
    if (!row.blocks) return true;
    if (!theirs) return false;
    return near(theirs.blocks, row.blocks) && near(theirs.weight, row.weight) && near(theirs.postcodes, row.postcodes) && near(theirs.polsby_popper, polsbyPopper(row));
  });
}

/** The figures of a proposal as a whole, for a comparison side by side. @param {Session} session @param {Entry} entry */
export function overview(session, entry) {
  const { proposal, score } = entry;
  const rows = positions(proposal).map((position) => score.row(position));
  const weights = rows.map(({ weight }) => weight);
  const average = mean(session, entry);
  const moves = movedOf(session, entry);
  return {
    areas: rows.length,
    unassigned: score.row(NONE).blocks,
    largest: Math.max(0, ...weights),
    smallest: weights.length ? Math.min(...weights) : 0,
    deviation: weights.length && average ? Math.max(...weights.map((weight) => Math.abs(weight / average - 1))) : 0,
    splits: score.splits().length,
    apart: positions(proposal).filter((position) => score.parts(position).length > 1).length,
    compactness: rows.length ? rows.reduce((total, row) => total + (perimeter(row) ? polsbyPopper(row) : 0), 0) / rows.length : 0,
    moved: moves?.moved ?? null,
    movedShare: moves && moves.total ? moves.moved / moves.total : null,
  };
}
