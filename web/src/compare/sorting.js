// @ts-check
/**
 * The order of the areas in a table of verdicts. Pure functions.
 *
 * @import { Relation, Verdict } from "./replies"
 * @typedef {"name" | "verdict" | "weight"} Column
 * @typedef {{ column: Column, descending: boolean }} Order
 */
import { RELATIONS } from "./words.js";

/** Compares names as a person would: "Ward 9" before "Ward 10". */
const { compare } = new Intl.Collator("en-GB", { numeric: true });

/** @type {Record<Column, (one: Verdict, other: Verdict) => number>} */
const BY = {
  name: (one, other) => compare(one.area.name, other.area.name),
  verdict: (one, other) => RELATIONS.indexOf(one.relation) - RELATIONS.indexOf(other.relation),
  weight: (one, other) => (one.weight ?? -1) - (other.weight ?? -1),
};

/**
 * Returns the verdicts to show, sorted; areas that are equal are in the order of their names, and those
 * whose weight is not known come last.
 * @param {Verdict[]} verdicts @param {Order} order @param {Relation | null} only null for all
 */
export function shown(verdicts, { column, descending }, only) {
  const sign = descending ? -1 : 1;
  return verdicts
    .filter(({ relation }) => !only || relation === only)
    .sort((one, other) =>
      (column === "weight" ? Number(one.weight === null) - Number(other.weight === null) : 0) ||
      sign * BY[column](one, other) || BY.name(one, other));
}

/** Returns the order after a press on a column's head: numbers begin with the greatest. @param {Order} order @param {Column} column @returns {Order} */
export const pressed = (order, column) =>
  order.column === column ? { column, descending: !order.descending } : { column, descending: column === "weight" };
