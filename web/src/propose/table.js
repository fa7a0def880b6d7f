// @ts-check
/**
 * Tables of building blocks as text: CSV with any usual delimiter. Pure functions.
 *
 * @typedef {{ line: number, cells: string[] }} TableRow
 */

const DELIMITERS = [",", ";", "\t", "|"];

/** Reads a table; blank lines are left out, and each row has the number of its line. @param {string} text @returns {TableRow[]} */
export function readTable(text) {
  let body = text.replace(/^\uFEFF/, "");
  let line = 1;
  const told = /^sep=(.)\r?\n/i.exec(body);
  if (told) [body, line] = [body.slice(told[0].length), 2];
  const delimiter = told?.[1] ?? delimiterOf(body);
  /** @type {TableRow[]} */
  const rows = [];
  let row = { line, cells: /** @type {string[]} */ ([]) };
  let cell = "";
  let quoted = false;
  const endCell = () => (row.cells.push(cell.trim()), (cell = ""));
  const endRow = () => {
    endCell();
    if (row.cells.some(Boolean)) rows.push(row);
    row = { line, cells: [] };
  };
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (quoted) {
      if (c === "\n") line++;
      if (c !== '"') cell += c;
      else if (body[i + 1] === '"') cell += body[++i];
      else quoted = false;
    } else if (c === '"' && !cell.trim()) {
      [quoted, cell] = [true, ""];
    } else if (c === delimiter) {
      endCell();
    } else if (c === "\n" || (c === "\r" && body[i + 1] !== "\n")) {
      line++;
      endRow();
    } else if (c !== "\r") {
      cell += c;
    }
  }
  endRow();
  return rows;
}

/** Returns the delimiter that the first line has most of. @param {string} text */
function delimiterOf(text) {
  const [head] = text.split(/\r?\n|\r/, 1);
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** Writes a table. @param {(string | number)[][]} rows */
export const writeTable = (rows) => rows.map((row) => row.map(quote).join(",") + "\n").join("");

/** @param {string | number} value */
function quote(value) {
  const text = String(value);
  return /[",;\t|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
