// @ts-check
/**
 * Cuts a file into pieces at the ends of rows, reading a little of it at a time, so that a list of any
 * length needs little memory. Pure but for reading the file: no DOM.
 *
 * Each piece is a request of its own. A browser sends all of a body before it reads the answer, and the
 * server does not read on while its answer is not taken: a long list in one request would stop both.
 *
 * @typedef {object} Piece
 * @property {Uint8Array<ArrayBuffer>} bytes whole rows
 * @property {number} rows how many rows
 * @property {number} line number of the first row's line in the file, from 1
 * @property {number} end where the piece ends in the file, in bytes
 */
import { CR, LF, rowScanner } from "./rowscanner.js";

/** Rows in a piece: enough that the way to the server hardly counts, few enough that progress is seen. */
export const ROWS = 2500;
/** Bytes in a piece, if its rows are long: what a server surely takes before its answer is read. */
export const BYTES = 256 * 1024;
/** The longest row that the server takes. */
export const LONGEST_ROW = 1 << 20;
const READ = 512 * 1024;

/** A row that is too long to be one, with its line. */
export class LongRow extends Error {
  /** @param {number} line */
  constructor(line) {
    super(`The row on line ${line} is longer than a megabyte. Perhaps a quote in it is not closed.`);
    this.line = line;
  }
}

/**
 * Cuts a file into pieces. All but the last have `limits.rows` rows or about `limits.bytes` bytes.
 * @param {Blob} file
 * @param {{ start: number, head: Uint8Array, delimiter: number }} list where its first row begins, its head,
 *   and the byte between fields
 * @param {{ rows?: number, bytes?: number, read?: number }} [limits]
 * @returns {AsyncGenerator<Piece, void>}
 */
export async function* pieces(file, { start, head, delimiter }, limits = {}) {
  const { rows: most = ROWS, bytes: large = BYTES, read = READ } = limits;
  // After a head that a lone CR ends, a piece must not begin with LF, which would be read as its other half.
  const mayBeginWith = (/** @type {number} */ byte) => !(head.at(-1) === CR && byte === LF);
  const scanner = rowScanner(delimiter);
  const firstLine = await linesBefore(file, start, delimiter);
  /** What is read of the file and not cut yet. */
  let held = new Uint8Array(0);
  /** Up to where the rows of `held` are whole, how many they are, and up to where it has been scanned. */
  let [end, rows, scanned] = [0, 0, 0];
  let at = start;
  let line = firstLine;
  /** Lines at `end`. */
  let lines = 0;

  const cut = () => {
    const piece = { bytes: held.slice(0, end), rows, line, end: at - held.length + end };
    held = held.subarray(end);
    [scanned, end, rows, line] = [scanned - end, 0, 0, firstLine + lines];
    return piece;
  };

  while (at < file.size) {
    const more = new Uint8Array(await file.slice(at, at + read).arrayBuffer());
    at += more.length;
    held = joined(held, more);
    for (;;) {
      const next = scanner.next(held, scanned);
      if (next < 0) {
        scanned = held.length;
        if (held.length - end > LONGEST_ROW) {
          if (rows) yield cut();
          throw new LongRow(line);
        }
        break;
      }
      // The row that ends here would make the piece too large: it begins the next one.
      if (rows && next > large && mayBeginWith(held[end])) {
        scanned = next;
        const [rowEnd, linesAtRow] = [next - end, scanner.lines];
        yield cut();
        [end, rows, lines] = [rowEnd, 1, linesAtRow];
      } else {
        [end, rows, lines, scanned] = [next, rows + 1, scanner.lines, next];
      }
      if (rows >= most && end < held.length && mayBeginWith(held[end])) yield cut();
    }
  }
  if (end < held.length) [end, rows, lines] = [held.length, rows + 1, scanner.lines];
  if (rows) yield cut();
}

/** Number of the line on which the first row begins. @param {Blob} file @param {number} start @param {number} delimiter */
async function linesBefore(file, start, delimiter) {
  const before = rowScanner(delimiter);
  const bytes = new Uint8Array(await file.slice(0, start).arrayBuffer());
  for (let at = 0; at >= 0 && at < bytes.length; ) at = before.next(bytes, at);
  return before.lines + 1;
}

/** @param {Uint8Array<ArrayBuffer>} one @param {Uint8Array<ArrayBuffer>} other */
function joined(one, other) {
  if (!one.length) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
