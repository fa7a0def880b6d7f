// @ts-check
/**
 * The proposal that is being painted, which other views can ask for.
 *
 * @typedef {{ title: string, scenario: unknown }} Painted a proposal as the server takes it
 */

/** @type {() => Painted | null} */
let current = () => null;

/** Says where the proposal is. @param {() => Painted | null} proposal null while nothing is painted */
export function offerPainted(proposal) {
  current = proposal;
}

/** Returns the proposal as it is now; null if nothing is painted. */
export const painted = () => current();
