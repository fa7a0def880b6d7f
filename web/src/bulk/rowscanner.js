// @ts-check
/**
 * Finds where the rows of a CSV end, from bytes that arrive in any pieces. Pure: no DOM.
 *
 * The rules are those of the server's reader, so that both see the same rows: a quote opens a quoted field only
 * where a field begins, two quotes within it are one, and LF, CR or CRLF ends a row outside quotes. A
 * blank line is a row. Bytes are enough, because quotes, delimiters and line ends are the same single
 * bytes in UTF-8 and in Windows-1252.
 */

export const QUOTE = 0x22;
export const LF = 0x0a;
export const CR = 0x0d;

const ROW_START = 0;
const FIELD_START = 1;
const PLAIN = 2;
const QUOTED = 3;
/** After a quote in a quoted field: it was the last, or the first of two. */
const QUOTE_SEEN = 4;
/** After a CR that ended a row: an LF that follows belongs to it. */
const RETURN_SEEN = 5;

/** Makes a scanner of rows. @param {number} delimiter the byte between fields */
export function rowScanner(delimiter) {
  let state = ROW_START;
  let lines = 0;
  let wasReturn = false;

  return {
    /** The line ends so far, those within quotes too: what people see as line numbers. */
    get lines() {
      return lines;
    },
    /** Whether the bytes so far end with a whole row. */
    get atRowEnd() {
      return state === ROW_START || state === RETURN_SEEN;
    },
    /** Whether a quoted field is still open. */
    get inQuotes() {
      return state === QUOTED;
    },
    /**
     * Scans from a position to the end of the next row, and returns the position after it; -1 if the
     * bytes end before the row does. A row that CR ends is told with the byte after it.
     * @param {Uint8Array} bytes @param {number} from
     */
    next(bytes, from) {
      for (let at = from; at < bytes.length; at++) {
        const byte = bytes[at];
        if (state === RETURN_SEEN) {
          state = ROW_START;
          if (byte !== LF) return at;
          wasReturn = false;
          return at + 1;
        }
        const isEnd = byte === LF || byte === CR;
        if (isEnd && !(byte === LF && wasReturn)) lines++;
        wasReturn = byte === CR;
        if (state === QUOTED) {
          if (byte === QUOTE) state = QUOTE_SEEN;
        } else if (isEnd) {
          state = byte === CR ? RETURN_SEEN : ROW_START;
          if (byte === LF) return at + 1;
        } else if (byte === delimiter) {
          state = FIELD_START;
        } else if (byte === QUOTE && (state === QUOTE_SEEN || state === FIELD_START || state === ROW_START)) {
          state = QUOTED;
        } else {
          state = PLAIN;
        }
      }
      return -1;
    },
  };
}
