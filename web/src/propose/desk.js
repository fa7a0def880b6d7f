// @ts-check
/**
 * What all parts of the view work on: the session, the tool in hand, and the steps that it makes. Each
 * step ends in `changed`, which tells the parts once a frame. No DOM.
 *
 * @import { Page } from "../page/view"
 * @import { Entry, Session } from "./session.js"
 * @typedef {"move" | "brush" | "rectangle" | "district" | "flood"} Tool
 * @typedef {{ tool: Tool, radius: number, stopAtDistricts: boolean, onlyUnassigned: boolean, target: number, corner: [number, number] | null }} Hand
 *   `target`: the area that is painted; `radius`: of the brush, in metres; `corner`: the first of a rectangle
 * @typedef {{ areas: boolean, positions: number[] | null, whole: boolean }} Changed
 *   `areas`: the list of areas has changed; `positions`: whose figures have; `whole`: another proposal is shown
 * @typedef {ReturnType<typeof createDesk>} Desk
 */
import { begin, isLocked, NONE, positions, redo, undo } from "./assignment.js";
import { addArea } from "./changes.js";
import { deviation } from "./score.js";
import { mean } from "./session.js";
import { brush, flood, paintable, rectangle, wholeDistrict } from "./selection.js";
import { blocksWords, deviationWords, number, unitShort } from "./words.js";

/**
 * @param {Page} page @param {Session} session
 * @param {{ onBlock(block: number): void, onChange(changed: Changed): void }} told
 */
export function createDesk(page, session, told) {
  const { blocks, grid } = session;
  /** @type {Hand} */
  const hand = { tool: "brush", radius: 0, stopAtDistricts: true, onlyUnassigned: false, target: NONE, corner: null };
  /** @type {ReturnType<typeof begin> | null} */
  let stroke = null;
  let frame = 0;
  const pending = { areas: false, whole: false };

  const entry = () => session.entries[session.chosen];
  const nameOf = (/** @type {number} */ position) => entry().proposal.areas[position]?.name ?? "no area";
  const flush = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    const { areas, whole } = pending;
    Object.assign(pending, { areas: false, whole: false });
    told.onChange({ areas, whole, positions: whole ? null : entry().score.touched() });
  };
  /** Tells the parts of the view, once a frame. @param {{ areas?: boolean, whole?: boolean }} [what] */
  const changed = ({ areas = false, whole = false } = {}) => {
    pending.areas ||= areas || whole;
    pending.whole ||= whole;
    frame ||= requestAnimationFrame(flush);
  };
  /** Follows a proposal's changes. @param {Entry} one */
  const follow = (one) => {
    one.proposal.listeners.push({
      moved: (block) => {
        if (one !== entry()) return;
        told.onBlock(block);
        changed();
      },
      areas: () => changed({ areas: true }),
      locked: () => changed({ areas: true }),
    });
  };
  session.entries.forEach(follow);

  /** Ends the stroke that is being painted, because something else is done. */
  const settle = () => {
    const painted = stroke;
    stroke = null;
    const count = painted?.changed ?? 0;
    return painted?.end(`${blocksWords(count, blocks.layer)} to ${nameOf(hand.target)}`) ?? false;
  };
  /** Says where blocks went, and the new size of the area. @param {number[]} painted @param {number} to */
  const said = (painted, to) => {
    const what = painted.length === 1 ? blocks.names[painted[0]] : blocksWords(painted.length, blocks.layer);
    if (to === NONE) return `${what} to no area`;
    const { weight } = entry().score.row(to);
    return `${what} to ${nameOf(to)}; ${nameOf(to)} ${number(weight)} ${unitShort(blocks.counted.unit)}, ${deviationWords(deviation(weight, mean(session, entry())))}`;
  };
  /** Says why nothing changed. @param {number[]} meant @param {number} to */
  const whyNothing = (meant, to) => {
    const { proposal } = entry();
    if (isLocked(proposal, to)) return `${nameOf(to)} is locked`;
    if (meant.every((block) => proposal.of[block] === to)) return meant.length === 1 ? `${blocks.names[meant[0]]} is already in ${nameOf(to)}` : `Already in ${nameOf(to)}`;
    if (hand.onlyUnassigned) return "Nothing changed: only what is in no area is painted";
    return "Nothing changed: these are in locked areas";
  };
  /** Paints blocks in a step of its own. @param {number[]} meant @param {number} to */
  const paint = (meant, to) => {
    settle();
    const { proposal } = entry();
    const may = paintable(proposal, meant, to, hand.onlyUnassigned);
    if (!may.length) return page.announce(whyNothing(meant, to));
    const step = begin(proposal, `${may.length === 1 ? blocks.names[may[0]] : blocksWords(may.length, blocks.layer)} to ${nameOf(to)}`);
    step.paint(may, to);
    step.end();
    page.announce(said(may, to));
    changed();
  };
  /** Returns the blocks that the tool means at a block, or at a place near it. @param {number} block @param {[number, number]} [at] */
  const meantAt = (block, at = blocks.at[block]) => {
    if (hand.tool === "district") return wholeDistrict(blocks, block);
    if (hand.tool === "flood") return flood(blocks, entry().proposal.of, block, hand.stopAtDistricts);
    return brush(grid, at, hand.radius, block);
  };

  return {
    page, session, hand, entry, nameOf, changed, follow, settle,
    /** Uses the tool at a block. @param {number} block @param {[number, number]} [at] */
    use(block, at = blocks.at[block]) {
      if (hand.tool === "rectangle") this.useCorner(at, block);
      else paint(meantAt(block, at), hand.target);
    },
    /** Takes one corner of a rectangle, then the other: there may be no block at either. @param {[number, number]} at @param {number} [block] */
    useCorner(at, block) {
      if (hand.corner) return this.useRectangle(hand.corner, at);
      hand.corner = at;
      page.announce(`First corner${block === undefined ? "" : ` at ${blocks.names[block]}`}. Choose the opposite corner.`);
      changed();
    },
    /** Paints all blocks in a rectangle. @param {[number, number]} one @param {[number, number]} other */
    useRectangle(one, other) {
      hand.corner = null;
      const meant = rectangle(grid, one, other);
      if (meant.length) paint(meant, hand.target);
      else page.announce("There is nothing in this rectangle");
    },
    paint,
    beginStroke() {
      settle();
      stroke = begin(entry().proposal);
    },
    /** Paints on within the stroke, unless something else has ended it. @param {number | undefined} block @param {[number, number]} at */
    drawOn(block, at) {
      if (!stroke) return;
      const { proposal } = entry();
      const meant = hand.tool === "brush" ? brush(grid, at, hand.radius, block) : block === undefined ? [] : meantAt(block, at);
      stroke.paint(paintable(proposal, meant, hand.target, hand.onlyUnassigned), hand.target);
    },
    endStroke() {
      if (!stroke) return;
      if (settle()) {
        const { blocks: triples } = entry().proposal.done[entry().proposal.done.length - 1];
        page.announce(said(Array.from({ length: triples.length / 3 }, (_, i) => triples[3 * i]), hand.target));
      } else {
        page.announce(isLocked(entry().proposal, hand.target) ? whyNothing([], hand.target) : "Nothing changed");
      }
      changed();
    },
    cancelStroke() {
      stroke?.cancel();
      stroke = null;
      hand.corner = null;
      changed();
    },
    undo() {
      settle();
      const step = undo(entry().proposal);
      page.announce(step ? `Undone: ${step.what}` : "There is nothing to undo");
      this.keepTarget();
      changed();
    },
    redo() {
      settle();
      const step = redo(entry().proposal);
      page.announce(step ? `Done again: ${step.what}` : "There is nothing to redo");
      this.keepTarget();
      changed();
    },
    /** Chooses the area that is painted. @param {number} position */
    choose(position) {
      settle();
      hand.target = position;
      page.announce(position === NONE ? "Erasing: blocks go to no area" : `Painting ${nameOf(position)}`);
      changed();
    },
    /** Chooses the area with this number in the list, from 1; 0 is none. @param {number} n */
    chooseNumber(n) {
      const position = n === 0 ? NONE : positions(entry().proposal)[n - 1];
      if (position === undefined) page.announce(`There is no area ${n}`);
      else this.choose(position);
    },
    /** Chooses another area if that which is painted is gone. */
    keepTarget() {
      if (hand.target !== NONE && !entry().proposal.areas[hand.target]) hand.target = positions(entry().proposal)[0] ?? NONE;
    },
    /** Adds an area and chooses it. */
    add() {
      settle();
      hand.target = addArea(entry().proposal);
      page.announce(`${nameOf(hand.target)} added, and chosen for painting`);
      changed({ areas: true });
    },
    /** Shows another proposal of the session. @param {number} chosen */
    show(chosen) {
      settle();
      session.chosen = chosen;
      hand.target = positions(entry().proposal)[0] ?? NONE;
      hand.corner = null;
      changed({ whole: true });
    },
  };
}
