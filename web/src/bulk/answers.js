// @ts-check
/**
 * Reads the server's answer to a piece: where its head ends, and the outcome of each row, which its
 * columns `coterm_status`, `coterm_reason` and `coterm_uncertain` have. Pure: no DOM.
 *
 * @typedef {object} Outcome
 * @property {string} status a code, such as "ok" or "not-a-postcode"
 * @property {string} reason what there is to say of the row, in sentences
 * @property {string[]} uncertain the families whose answer is not certain
 * @property {string[]} place the values that say where the row is
 * @property {number} from where the row begins in the answer's bytes
 * @property {number} to where it ends
 */
import { rowsOf } from "./fields.js";
import { rowScanner } from "./rowscanner.js";

/** Returns where an answer's head ends. @param {Uint8Array} bytes @param {number} delimiter @param {boolean} separatorLine */
export function headEnd(bytes, delimiter, separatorLine) {
  const scanner = rowScanner(delimiter);
  let end = scanner.next(bytes, 0);
  if (separatorLine && end >= 0) end = scanner.next(bytes, end);
  return end < 0 ? bytes.length : end;
}

/**
 * Reads the outcome of each row of an answer without its head.
 * @param {Uint8Array} bytes
 * @param {{ delimiter: string, width: number, columns: number[] }} list its delimiter, the number of columns
 *   before the added ones, and those that say where a row is
 * @returns {Generator<Outcome>}
 */
export function* outcomes(bytes, { delimiter, width, columns }) {
  const scanner = rowScanner(delimiter.charCodeAt(0));
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length; ) {
    const end = scanner.next(bytes, from);
    const to = end < 0 ? bytes.length : end;
    const [fields = []] = rowsOf(decoder.decode(bytes.subarray(from, to)), delimiter, 1);
    const [status = "", reason = "", uncertain = ""] = fields.slice(width);
    yield { status, reason, uncertain: uncertain.split(" ").filter(Boolean), place: columns.map((column) => fields[column] ?? ""), from, to };
    from = to;
  }
}
