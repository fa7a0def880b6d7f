// @ts-check
/**
 * Reads the fields of rows of a CSV that is already text: the head and the first rows, to show them.
 * Pure: no DOM. It reads quotes as `rowscanner.js` does.
 */

/**
 * Returns the first rows, each with its fields; blank lines are left out.
 * @param {string} text @param {string} delimiter @param {number} [limit]
 */
export function rowsOf(text, delimiter, limit = Infinity) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let fields = [];
  let field = "";
  let at = 0;
  const endField = () => {
    fields.push(field);
    field = "";
  };
  const endRow = () => {
    endField();
    if (fields.length > 1 || fields[0] !== "") rows.push(fields);
    fields = [];
  };
  while (at < text.length && rows.length < limit) {
    // At the beginning of a field.
    let quoted = text[at] === '"';
    if (quoted) at++;
    for (; at < text.length; at++) {
      const character = text[at];
      if (quoted) {
        if (character !== '"') field += character;
        else if (text[at + 1] === '"') field += text[at++];
        else quoted = false;
      } else if (character === delimiter || character === "\n" || character === "\r") {
        break;
      } else {
        field += character;
      }
    }
    const end = text[at];
    at += end === "\r" && text[at + 1] === "\n" ? 2 : 1;
    if (end === delimiter) {
      endField();
      if (at >= text.length) endRow();
    } else {
      endRow();
    }
  }
  return rows.slice(0, limit);
}
