// @ts-check
/**
 * The families of areas, in the order and with the colours that the server gives them.
 *
 * @import { Colours, Layer, Theme } from "./replies"
 * @typedef {{ family: string }} OfFamily
 */

/** The colour of a family to which the server gives none. */
const FALLBACK = { light: "#6b5344", dark: "#c9ab96" };

/**
 * Returns the families of these layers: in the catalogue's order, building blocks last.
 * @param {Layer[]} layers
 */
export function familyOrder(layers) {
  const isBlock = (/** @type {Layer} */ { role }) => role === "block";
  const sorted = [...layers.filter((layer) => !isBlock(layer)), ...layers.filter(isBlock)];
  return [...new Set(sorted.map(({ family }) => family))];
}

/** The order of families in lists, and the colour of each family everywhere on the page. */
export class Families {
  /** @type {string[]} */ #order;
  /** @type {Colours} */ #colours;

  /** @param {Layer[]} layers @param {Colours} colours */
  constructor(layers, colours) {
    this.#order = familyOrder(layers);
    this.#colours = colours;
  }

  /** Returns the position of a family in every list; unknown ones come last. @param {string} family */
  rank(family) {
    const rank = this.#order.indexOf(family);
    return rank < 0 ? this.#order.length : rank;
  }

  /** Returns the list sorted by family. @template {OfFamily} T @param {readonly T[]} list @returns {T[]} */
  sorted(list) {
    return [...list].sort((a, b) => this.rank(a.family) - this.rank(b.family) || a.family.localeCompare(b.family));
  }

  /** @param {string} family @param {Theme} theme */
  colour(family, theme) {
    return (this.#colours[family] ?? FALLBACK)[theme];
  }

  /** Returns the CSS variable that gives an element its family's colour; style.css uses it. @param {string} family @returns {[string, string]} */
  style(family) {
    return ["--family", `light-dark(${this.colour(family, "light")}, ${this.colour(family, "dark")})`];
  }
}
