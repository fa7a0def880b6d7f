// @ts-check
/**
 * Looks a whole list up: cuts, sends, counts, and hands the answers on.
 *
 * @import { Kind, Place } from "./columns.js"
 * @import { Handling } from "./sending.js"
 * @import { Sink } from "./sinks.js"
 * @import { Group, Tally } from "./tally.js"
 * @import { Written } from "./written.js"
 * @typedef {{ row: number, status: string, reason: string, uncertain: string[], place: string[], group: Group }} Doubtful
 * @typedef {object} Progress
 * @property {Tally} tally
 * @property {number} bytes up to where the file is done
 * @property {Doubtful[]} doubtful the first rows that are not certain or have no answer
 * @property {string[]} added the names of the columns that were added
 */
import { Problem } from "../page/api.js";
import { headEnd, outcomes } from "./answers.js";
import { rowsOf } from "./fields.js";
import { pieces } from "./pieces.js";
import { answersTo } from "./sending.js";
import { count, emptyTally, groupOf } from "./tally.js";
import { DELIMITERS } from "./written.js";

/** Doubtful rows that are listed on the page. */
export const LISTED = 100;

/**
 * Looks the list up. Returns when the last row is written; throws what stopped it, and then `all` and
 * `doubtful` have the rows that were done before.
 * @param {object} work
 * @param {Blob} work.file
 * @param {Written} work.list
 * @param {Place} work.place
 * @param {Record<string, string>} work.parameters of each request
 * @param {Sink} work.all gets every row
 * @param {Sink} work.doubtful gets the rows that are not certain or have no answer
 * @param {(progress: Progress) => void} work.onProgress
 * @param {Handling} handling
 */
export async function lookUp({ file, list, place, parameters, all, doubtful, onProgress }, handling) {
  const delimiter = DELIMITERS[list.delimiter];
  const byte = delimiter.charCodeAt(0);
  const table = { delimiter, width: list.names.length, columns: place.columns };
  /** @type {Progress} */
  const progress = { tally: emptyTally(), bytes: list.start, doubtful: [], added: [] };
  /** @type {Uint8Array | null} */
  let head = null;
  for await (const { piece, answer } of answersTo(orEmpty(pieces(file, { ...list, delimiter: byte })), list.head, parameters, handling)) {
    const from = headEnd(answer, byte, list.separatorLine);
    if (!head) {
      head = answer.slice(0, from);
      progress.added = addedColumns(head, delimiter, table.width);
      await all.write(answer);
      await doubtful.write(answer.slice(0, from));
    } else {
      if (!same(head, answer.subarray(0, from))) {
        throw new Problem("The data of the server has changed", "Later rows would have other columns. Start again, so that all rows have the same.", 409);
      }
      await all.write(answer.slice(from));
    }
    const rows = answer.subarray(from);
    const runs = gather(rows, table, place.kind, progress);
    if (runs.length) await doubtful.write(runs);
    progress.bytes = piece.end;
    onProgress(progress);
  }
  return progress;
}

/**
 * Counts the rows of an answer, and returns the bytes of the doubtful ones.
 * @param {Uint8Array} rows @param {{ delimiter: string, width: number, columns: number[] }} table @param {Kind} kind @param {Progress} progress
 */
function gather(rows, table, kind, { tally, doubtful }) {
  const taken = new Uint8Array(rows.length);
  let length = 0;
  for (const outcome of outcomes(rows, table)) {
    const group = groupOf(outcome, kind);
    count(tally, outcome, group);
    if (group === "certain") continue;
    taken.set(rows.subarray(outcome.from, outcome.to), length);
    length += outcome.to - outcome.from;
    const { status, reason, uncertain, place } = outcome;
    if (doubtful.length < LISTED) doubtful.push({ row: tally.rows, status, reason, uncertain, place, group });
  }
  return taken.slice(0, length);
}

/** The pieces of a file; one without rows if it has none, so that its head is answered. @param {AsyncGenerator<import("./pieces.js").Piece, void>} all */
async function* orEmpty(all) {
  let none = true;
  for await (const piece of all) {
    none = false;
    yield piece;
  }
  if (none) yield { bytes: new Uint8Array(0), rows: 0, line: 0, end: 0 };
}

/** @param {Uint8Array} head @param {string} delimiter @param {number} width */
function addedColumns(head, delimiter, width) {
  const names = rowsOf(new TextDecoder().decode(head), delimiter).at(-1) ?? [];
  return names.slice(width);
}

/** @param {Uint8Array} one @param {Uint8Array} other */
const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);
