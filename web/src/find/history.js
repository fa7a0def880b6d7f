// @ts-check
/**
 * The steps of the view in the browser's history.
 *
 * Each step's lookup is kept here and not in the address, because a browser stores addresses and may send
 * them to its maker.
 *
 * @import { Sought } from "./sought.js"
 */
export class Steps {
  /** @type {Map<string, Sought>} */ #lookups = new Map();
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

  /** Keeps what is looked up at the browser's current step: a new one, or the one that it was. @param {"push" | "replace"} how @param {Sought} lookup */
  keep(how, lookup) {
    if (how === "push") this.#step = `${performance.timeOrigin}.${(this.#count += 1)}`;
    this.#lookups.set(this.#step, lookup);
    history.replaceState({ step: this.#step }, "");
  }
}
