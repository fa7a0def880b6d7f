// @ts-check
/**
 * The timeline of a place: its areas in each period between two changes of the catalogue. Pure.
 *
 * @import { Families } from "../page/families.js"
 * @typedef {{ family: string, layer: string, code?: string, name?: string, certain?: boolean, doubt?: string | null }} Told
 * @typedef {{ areas: Told[], without: Told[] }} DayAnswer what is asked for each period
 * @typedef {{ from: string, to: string | null }} Period both ends count; null is open
 * @typedef {{ periods: number, state: "in" | "none" | "absent", code: string, name: string, certain: boolean }} Cell
 * @typedef {{ family: string, cells: Cell[] }} Row
 * @typedef {{ periods: Period[], rows: Row[] }} Timeline
 */

/** The fields of an answer that a timeline needs. */
export const FIELDS = "areas.family,areas.layer,areas.code,areas.name,areas.certain,areas.doubt,without";

/**
 * Returns a place's timeline. Periods in which nothing changes for the place are one; so are cells of a row.
 * @param {string[]} days on which areas change, oldest first @param {DayAnswer[]} answers one for each
 * @param {Families} families @returns {Timeline}
 */
export function timeline(days, answers, families) {
  const names = new Set(answers.flatMap(({ areas, without }) => [...areas, ...without].map(({ family }) => family)));
  const ordered = families.sorted([...names].map((family) => ({ family }))).map(({ family }) => family);
  // A family of which the place is never in any area says nothing about it.
  const shown = ordered.filter((family) => answers.some(({ areas }) => areas.some((area) => area.family === family)));
  const columns = answers.map((answer) => shown.map((family) => cellOf(answer, family)));
  /** @type {number[]} */
  const starts = columns.flatMap((column, i) => (i > 0 && column.every((cell, row) => same(cell, columns[i - 1][row])) ? [] : [i]));
  const periods = starts.map((start, i) => ({ from: days[start], to: i + 1 < starts.length ? dayBefore(days[starts[i + 1]]) : null }));
  const rows = shown.map((family, row) => ({ family, cells: merged(starts.map((start) => columns[start][row])) }));
  return { periods, rows };
}

/** Returns the position of the period that has a day; -1 if it is earlier than all. @param {Period[]} periods @param {string} on */
export const periodOn = (periods, on) => periods.findLastIndex(({ from }) => from <= on);

/** @param {DayAnswer} answer @param {string} family @returns {Cell} */
function cellOf({ areas, without }, family) {
  const area = areas.find((one) => one.family === family);
  if (area) {
    return { periods: 1, state: "in", code: area.code ?? "", name: area.name ?? "", certain: area.certain !== false || area.doubt === "date" };
  }
  const state = without.some((one) => one.family === family) ? "none" : "absent";
  return { periods: 1, state, code: "", name: "", certain: true };
}

/** @param {Cell} a @param {Cell} b */
const same = (a, b) => a.state === b.state && a.code === b.code && a.name === b.name;

/** @param {Cell[]} cells @returns {Cell[]} */
function merged(cells) {
  /** @type {Cell[]} */
  const list = [];
  for (const cell of cells) {
    const last = list.at(-1);
    if (last && same(last, cell)) list[list.length - 1] = { ...last, periods: last.periods + 1, certain: last.certain && cell.certain };
    else list.push(cell);
  }
  return list;
}

/** @param {string} day */
function dayBefore(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
