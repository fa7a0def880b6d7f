// @ts-check
/**
 * How a list is written: its encoding, its delimiter, and its head, found from its first bytes as the
 * server finds them. Pure: no DOM.
 *
 * @typedef {"utf-8" | "windows-1252"} Encoding
 * @typedef {"comma" | "semicolon" | "tab" | "pipe"} DelimiterName
 * @typedef {object} Written
 * @property {Encoding} encoding
 * @property {DelimiterName} delimiter
 * @property {boolean} separatorLine whether the first line is `sep=` and the delimiter
 * @property {string[]} names the names of the columns
 * @property {string[][]} sample the first rows
 * @property {boolean} headless whether the first row is a row of the list, so that the columns have made-up names
 * @property {Uint8Array} head what comes before the first row, and is sent before each piece
 * @property {number} start where the first row begins in the file
 */
import { likelyHead, placeByName } from "./columns.js";
import { rowsOf } from "./fields.js";
import { CR, LF, rowScanner } from "./rowscanner.js";

/** The delimiters, in the order in which the server tries them. @type {Record<DelimiterName, string>} */
export const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" };
export const DELIMITER_NAMES = /** @type {DelimiterName[]} */ (Object.keys(DELIMITERS));
/** The encodings in words. @type {Record<Encoding, string>} */
export const ENCODINGS = { "utf-8": "UTF-8", "windows-1252": "Windows-1252 (older Excel)" };

/** Rows that are read to look at their values. */
const SAMPLE = 60;
const MARK = [0xef, 0xbb, 0xbf];

/** A reason why a file cannot be read as a list, in words that can be shown. */
export class Unreadable extends Error {}

/** Whether bytes begin so. @param {Uint8Array} bytes @param {number[]} with_ */
const begins = (bytes, with_) => with_.every((byte, i) => bytes[i] === byte);

/** Refuses files that are sent by mistake for a CSV. @param {Uint8Array} bytes the first of the file */
export function refuseOthers(bytes) {
  const save = "Open it, and save it as CSV. In Excel, choose “CSV UTF-8”.";
  if (begins(bytes, [0x50, 0x4b, 3, 4])) throw new Unreadable(`This is a workbook or another archive, not a CSV. ${save}`);
  if (begins(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new Unreadable(`This is a workbook of an older Excel, not a CSV. ${save}`);
  if (begins(bytes, [0x1f, 0x8b])) throw new Unreadable("This is a compressed file. Unpack it first.");
  const utf16 = begins(bytes, [0xff, 0xfe]) || begins(bytes, [0xfe, 0xff]) || bytes.subarray(0, 1024).includes(0);
  if (utf16) throw new Unreadable(`This file is in UTF-16, which this page cannot read. ${save} The command coterm bulk reads it as it is.`);
}

/** Whether all bytes are UTF-8; the last character may be cut short. @param {Uint8Array} bytes */
export function isUtf8(bytes) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds how a list is written.
 * @param {Uint8Array} bytes the first of the file, with its whole head
 * @param {{ encoding?: Encoding, delimiter?: DelimiterName, headless?: boolean, whole?: boolean }} [chosen]
 *   what the reader has chosen, and whether `bytes` are all of the file
 * @returns {Written}
 */
export function writtenAs(bytes, chosen = {}) {
  refuseOthers(bytes);
  const marked = begins(bytes, MARK);
  const encoding = marked ? "utf-8" : chosen.encoding ?? (isUtf8(bytes) ? "utf-8" : "windows-1252");
  const mark = marked ? 3 : 0;
  const decode = (/** @type {Uint8Array} */ some) => new TextDecoder(encoding, { ignoreBOM: true }).decode(some);
  const separator = /^sep=([,;\t|])(\r\n|\n|\r)/i.exec(decode(bytes.subarray(mark, mark + 8)));
  let first = mark + (separator?.[0].length ?? 0);
  while (bytes[first] === LF || bytes[first] === CR) first++;
  if (first >= bytes.length) throw new Unreadable("The list is empty. It needs a first row with the names of its columns.");

  const stated = chosen.delimiter ?? DELIMITER_NAMES.find((name) => DELIMITERS[name] === separator?.[1]);
  const text = decode(bytes.subarray(first));
  const rows = (/** @type {DelimiterName} */ name) => rowsOf(text, DELIMITERS[name], SAMPLE + 1);
  const delimiter = stated ?? likelyDelimiter((name) => rows(name)[0] ?? []);
  // The last row of the bytes may be cut short.
  const read = rows(delimiter);
  const whole = chosen.whole || read.length > SAMPLE ? read : read.slice(0, Math.max(1, read.length - 1));
  const headless = chosen.headless ?? !likelyHead(whole[0]);

  const scanner = rowScanner(DELIMITERS[delimiter].charCodeAt(0));
  const end = scanner.next(bytes, first);
  if (end < 0 && !chosen.whole && !scanner.atRowEnd) throw new Unreadable("The first row is longer than a megabyte. Is a quote in it not closed?");
  const headEnd = end < 0 ? bytes.length : end;
  const shared = { encoding, delimiter, separatorLine: Boolean(separator), headless };
  if (!headless) return { ...shared, names: whole[0], sample: whole.slice(1), head: bytes.slice(0, headEnd), start: headEnd };

  const names = madeUpNames(whole[0].length);
  const lineEnd = /(\r\n|\n|\r)$/.exec(decode(bytes.subarray(first, headEnd)))?.[0] ?? "\n";
  const line = new TextEncoder().encode(names.join(DELIMITERS[delimiter]) + lineEnd);
  const before = bytes.subarray(0, mark + (separator?.[0].length ?? 0));
  const head = new Uint8Array(before.length + line.length);
  head.set(before);
  head.set(line, before.length);
  return { ...shared, names, sample: whole, head, start: first };
}

/** The names that columns get if the list has none. @param {number} width */
const madeUpNames = (width) => (width === 1 ? ["postcode"] : Array.from({ length: width }, (_, i) => `column ${i + 1}`));

/**
 * Chooses the delimiter: the first with which the head has a column that is known by its name, or else
 * the one that gives most columns.
 * @param {(name: DelimiterName) => string[]} head the first row with this delimiter
 */
function likelyDelimiter(head) {
  const known = DELIMITER_NAMES.find((name) => placeByName(head(name)));
  if (known) return known;
  return DELIMITER_NAMES.reduce((best, name) => (head(name).length > head(best).length ? name : best));
}
