// @ts-check
/**
 * The page's steps in the browser's history.
 *
 * What was looked up at each step is kept here and not in the address: a browser keeps
 * addresses, and may send them to its maker.
 *
 * @import { Query } from "./replies"
 */
export class Steps {
  /** @type {Map<string, Query>} */ #lookups = new Map();
  #count = 0;
  // Steps of this page, not of one that was here before a reload.
  #step = `${performance.timeOrigin}.0`;

  /** What was looked up at the step that the browser is at. */
  lookup() {
    return this.#lookups.get(history.state?.step);
  }

  /** To be called when the browser has gone back or forward. */
  moved() {
    this.#step = history.state?.step ?? this.#step;
  }

  /** Writes a fragment to the address: as a new step, or in place of this one. @param {"push" | "replace"} how @param {string} fragment @param {Query} lookup */
  write(how, fragment, lookup) {
    if (how === "push") this.#step = `${performance.timeOrigin}.${(this.#count += 1)}`;
    this.#lookups.set(this.#step, lookup);
    const state = { step: this.#step };
    if (how === "push") history.pushState(state, "", fragment);
    else if (fragment !== location.hash) history.replaceState(state, "", fragment);
  }
}
