// @ts-check
/**
 * A proposal: areas, and the area of each building block. Every change is a difference that can be
 * undone and done again, without limit; nothing is ever copied as a whole. No DOM.
 *
 * An area keeps its position in `areas` for good, and a position of a removed area holds null.
 * Blocks in no area have `NONE`, which is no area.
 *
 * @typedef {{ code: string, name: string, colour: number, locked: boolean }} Area
 * @typedef {{ position: number, before: Area | null, after: Area | null }} AreaChange
 * @typedef {{ what: string, blocks: Int32Array, areas: AreaChange[] }} Step blocks are in threes: block, area before, area after
 * @typedef {{ moved(block: number, from: number, to: number): void, areas?(positions: number[]): void, locked?(): void }} Listener
 *   `locked`: an area was locked or opened, which changes nothing that is proposed
 * @typedef {object} Proposal
 * @property {string} title
 * @property {string} kind
 * @property {Int16Array} of
 * @property {(Area | null)[]} areas
 * @property {Step[]} done
 * @property {Step[]} undone
 * @property {Listener[]} listeners
 */

/** The area of blocks that are in none. */
export const NONE = -1;

/** Number of colours, which areas beyond it use again. */
export const COLOURS = 12;

/** Makes a proposal without areas. @param {number} size number of blocks @param {string} title @param {string} [kind] @returns {Proposal} */
export const newProposal = (size, title, kind = "place") => ({ title, kind, of: new Int16Array(size).fill(NONE), areas: [], done: [], undone: [], listeners: [] });

/** Returns the positions of the areas that there are. @param {Proposal} proposal */
export const positions = ({ areas }) => areas.flatMap((area, position) => (area ? [position] : []));

/** Returns the blocks of an area, or those in none. O(n). @param {Pick<Proposal, "of">} proposal @param {number} position */
export function blocksOf({ of }, position) {
  const blocks = [];
  for (let block = 0; block < of.length; block++) if (of[block] === position) blocks.push(block);
  return blocks;
}

/**
 * Begins a step. It takes effect at once; `end` makes it a step that can be undone, unless it changed
 * nothing, and says whether it did.
 * @param {Proposal} proposal @param {string} [what] the step in words
 */
export function begin(proposal, what = "") {
  /** The area that each changed block had before. @type {Map<number, number>} */
  const before = new Map();
  /** @type {AreaChange[]} */
  const areas = [];
  return {
    /** Number of blocks that differ from before. */
    get changed() {
      return before.size;
    },
    /** @param {Iterable<number>} blocks @param {number} to */
    paint(blocks, to) {
      for (const block of blocks) {
        const from = proposal.of[block];
        if (from === to) continue;
        const old = before.get(block);
        if (old === undefined) before.set(block, from);
        else if (old === to) before.delete(block);
        move(proposal, block, to);
      }
    },
    /** Puts an area into a position; null removes it. @param {number} position @param {Area | null} after */
    area(position, after) {
      const change = { position, before: proposal.areas[position] ?? null, after };
      areas.push(change);
      setArea(proposal, position, after);
    },
    /** @param {string} [words] */
    end(words = what) {
      if (!before.size && !areas.length) return false;
      const blocks = Int32Array.from([...before].flatMap(([block, from]) => [block, from, proposal.of[block]]));
      proposal.done.push({ what: words, blocks, areas });
      proposal.undone = [];
      return true;
    },
    /** Takes the step back, as if it had not begun. */
    cancel() {
      for (const [block, from] of before) move(proposal, block, from);
      for (const change of areas.toReversed()) setArea(proposal, change.position, change.before);
    },
  };
}

/** Takes the last step back, and returns it. @param {Proposal} proposal */
export function undo(proposal) {
  const step = proposal.done.pop();
  if (!step) return undefined;
  // An area that a step adds must still be there while its blocks leave it.
  for (let i = 0; i < step.blocks.length; i += 3) move(proposal, step.blocks[i], step.blocks[i + 1]);
  for (const { position, before } of step.areas.toReversed()) setArea(proposal, position, asLocked(proposal, position, before));
  proposal.undone.push(step);
  return step;
}

/** Does the step that was taken back last again, and returns it. @param {Proposal} proposal */
export function redo(proposal) {
  const step = proposal.undone.pop();
  if (!step) return undefined;
  for (const { position, after } of step.areas) setArea(proposal, position, asLocked(proposal, position, after));
  for (let i = 0; i < step.blocks.length; i += 3) move(proposal, step.blocks[i], step.blocks[i + 2]);
  proposal.done.push(step);
  return step;
}

/** Locks an area or opens it. That is no step: it changes nothing that is proposed. @param {Proposal} proposal @param {number} position @param {boolean} locked */
export function lock(proposal, position, locked) {
  const area = proposal.areas[position];
  if (!area) return;
  proposal.areas[position] = { ...area, locked };
  for (const listener of proposal.listeners) listener.locked?.();
}

/** Whether an area is locked. No area never is. @param {Proposal} proposal @param {number} position */
export const isLocked = (proposal, position) => proposal.areas[position]?.locked ?? false;

/** Makes an area with a code, a name and a colour that no other has. @param {Proposal} proposal @param {Partial<Area>} [given] @returns {Area} */
export function newArea({ areas }, given = {}) {
  const all = areas.filter((area) => area !== null);
  const codes = new Set(all.map(({ code }) => code));
  const names = new Set(all.map(({ name }) => name));
  let number = 1;
  while (codes.has(`AREA-${number}`) || names.has(`Area ${number}`)) number++;
  return { code: `AREA-${number}`, name: `Area ${number}`, colour: freeColour(all), locked: false, ...given };
}

/** Returns the colour that the fewest areas have. @param {Area[]} areas */
function freeColour(areas) {
  const used = new Array(COLOURS).fill(0);
  for (const { colour } of areas) used[colour % COLOURS]++;
  return used.indexOf(Math.min(...used));
}

/** Returns the position that the next area takes. Positions are never used again, so that steps stay true. @param {Proposal} proposal */
export const nextPosition = ({ areas }) => areas.length;

/** Returns an area as it was, but locked if it now is: a lock is no step. @param {Proposal} proposal @param {number} position @param {Area | null} area */
const asLocked = ({ areas }, position, area) => area && { ...area, locked: areas[position]?.locked ?? area.locked };

/** @param {Proposal} proposal @param {number} block @param {number} to */
function move(proposal, block, to) {
  const from = proposal.of[block];
  if (from === to) return;
  proposal.of[block] = to;
  for (const listener of proposal.listeners) listener.moved(block, from, to);
}

/** @param {Proposal} proposal @param {number} position @param {Area | null} area */
function setArea(proposal, position, area) {
  proposal.areas[position] = area;
  for (const listener of proposal.listeners) listener.areas?.([position]);
}
