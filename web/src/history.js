// @ts-check
/**
 * The page's steps in the browser's history.
 *
 * What was looked up at each step is kept here and not in the URL, because a browser stores
 * URLs and may send them to its maker.
 *
 * @import { Query } from "./replies"
 */
export class Steps {
  /** @type {Map<string, Query>} */ #lookups = new Map();
  #count = 0;
  // The time tells steps of this page from those of before a reload.
  #step = `${performance.timeOrigin}.0`;

  /** Returns what was looked up at the browser's current step. */
  lookup() {
    return this.#lookups.get(history.state?.step);
  }

  /** Follows the browser to another step; call it when it has gone back or forward. */
  moved() {
    this.#step = history.state?.step ?? this.#step;
  }

  /** Writes a fragment to the URL, as a new step or in place of the current one. @param {"push" | "replace"} how @param {string} fragment @param {Query} lookup */
  write(how, fragment, lookup) {
    if (how === "push") this.#step = `${performance.timeOrigin}.${(this.#count += 1)}`;
    this.#lookups.set(this.#step, lookup);
    const state = { step: this.#step };
    if (how === "push") history.pushState(state, "", fragment);
    else if (fragment !== location.hash) history.replaceState(state, "", fragment);
  }
}
