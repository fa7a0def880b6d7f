// @ts-check
/** A list or table body that shows its first items, and the others when the reader asks. */
import { el } from "../page/element.js";

/**
 * Makes a list of a few items with a button for the others.
 * @template Item
 * @param {"ol" | "ul"} tag @param {Item[]} items @param {number} first how many are shown at once
 * @param {(item: Item) => HTMLElement} make @param {string} noun in the plural
 */
export function longList(tag, items, first, make, noun) {
  const list = el(tag, { role: "list" });
  const more = fill(list, items, first, make, noun);
  return el("div", {}, list, more);
}

/**
 * Fills `container` with the first items. Returns the button for the others, or null if there are none;
 * the first that is added gets the focus.
 * @template Item
 * @param {HTMLElement} container @param {Item[]} items @param {number} first @param {(item: Item) => HTMLElement} make @param {string} noun
 */
export function fill(container, items, first, make, noun) {
  // A button for one or two more would be no shorter than they are.
  const few = items.length <= first + 2 ? items.length : first;
  container.replaceChildren(...items.slice(0, few).map(make));
  if (few === items.length) return null;
  const button = el("button", {
    type: "button", class: "link more",
    onclick: () => {
      const rest = items.slice(few).map(make);
      container.append(...rest);
      button.remove();
      rest[0].querySelector("button")?.focus();
    },
  }, `Show all ${items.length.toLocaleString("en-GB")} ${noun}`);
  return button;
}
