// @ts-check
/**
 * A list of the blocks in view, for the keyboard and for screen readers: arrow keys go to the neighbour
 * in that direction, the space bar uses the tool there.
 *
 * @import { Desk } from "./desk.js"
 */
import { el } from "../page/element.js";
import { NONE } from "./assignment.js";
import { apart, inBox } from "./grid.js";
import { DIRECTIONS, towards } from "./selection.js";
import { listed } from "./words.js";

/** Most blocks in the list; the others in view are reached with arrow keys and by name. */
const MOST = 60;
const WORDS = { ArrowUp: "north", ArrowRight: "east", ArrowDown: "south", ArrowLeft: "west" };

/** @param {Desk} desk @param {{ onFocus(block: number, follow: boolean): void }} told */
export function createBlockList(desk, { onFocus }) {
  const { blocks, grid } = desk.session;
  const kind = blocks.layer.startsWith("lsoa") ? "LSOA" : "block";
  let focus = -1;
  /** @type {Map<number, HTMLElement>} */
  let options = new Map();
  const box = el("ul", {
    role: "listbox", tabindex: 0, class: "blocks", "aria-label": `${kind}s in view`, "aria-describedby": "blocks-help",
    onkeydown: keyed,
    onfocus: () => options.size && go(focus >= 0 ? focus : /** @type {number} */ (first()), false),
    onblur: () => onFocus(-1, false),
  });
  const paint = el("button", { type: "button", class: "plain", onclick: () => focus >= 0 && desk.use(focus) });
  const find = el("input", { type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "found-block" });
  const found = el("p", { id: "found-block", class: "quiet" });
  const node = el("section", { class: "part screen-only" },
    el("h3", {}, `Paint by keyboard, ${kind} by ${kind}`),
    el("p", { id: "blocks-help", class: "quiet" }, "Arrow keys go to the neighbour in that direction. Space uses the tool there. 1 to 9 choose the area, 0 none. U undoes."),
    el("form", { class: "row", onsubmit: search }, el("label", { class: "field" }, `${kind} or district to go to`, find), el("button", { type: "submit", class: "plain" }, "Go")), found,
    box, paint,
  );

  const first = () => [...options.keys()][0];
  const text = (/** @type {number} */ block) => `${blocks.names[block]}, ${desk.entry().proposal.of[block] === NONE ? "no area" : desk.nameOf(desk.entry().proposal.of[block])}`;

  /** Lists the blocks in view that are nearest to the one in focus, or to the map's middle. */
  function fill() {
    const library = desk.page.map.library;
    /** @type {number[]} */
    let inView = [];
    if (library) {
      const bounds = library.getBounds();
      inView = inBox(grid, [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    }
    if (!inView.length) inView = Array.from({ length: blocks.size }, (_, block) => block);
    const centre = library?.getCenter();
    const from = focus >= 0 ? focus : nearest(inView, centre ? [centre.lng, centre.lat] : undefined);
    const near = from === undefined ? [] : inView.map((block) => ({ block, metres: apart(grid, block, from) })).sort((a, b) => a.metres - b.metres).slice(0, MOST);
    const shown = near.map(({ block }) => block);
    if (focus >= 0 && !shown.includes(focus)) shown.unshift(focus);
    options = new Map(shown.map((block) => [block, el("li", { role: "option", id: `block-${block}`, "aria-selected": String(block === focus), onclick: () => (go(block, true), box.focus()) }, text(block))]));
    box.replaceChildren(...options.values());
    mark();
  }
  function mark() {
    if (focus >= 0) box.setAttribute("aria-activedescendant", `block-${focus}`);
    else box.removeAttribute("aria-activedescendant");
    for (const [block, option] of options) option.setAttribute("aria-selected", String(block === focus));
    const option = options.get(focus);
    // Scrolls the list only, never the page.
    if (option) box.scrollTop = Math.max(0, option.offsetTop - box.clientHeight / 2);
    paint.hidden = focus < 0;
    paint.textContent = focus < 0 ? "" : `Use the tool at ${blocks.names[focus]}`;
  }
  /** @param {number} block @param {boolean} follow */
  function go(block, follow) {
    focus = block;
    if (options.has(block)) mark();
    else fill();
    onFocus(block, follow);
  }
  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key in DIRECTIONS) {
      const direction = /** @type {keyof typeof DIRECTIONS} */ (key);
      const next = focus < 0 ? first() : towards(blocks, grid, focus, DIRECTIONS[direction]);
      if (next === undefined) desk.page.announce(`There is no ${kind} to the ${WORDS[direction]} of ${blocks.names[focus]}`);
      else go(next, true);
    } else if (key === " " || key === "Enter") {
      if (focus >= 0) desk.use(focus);
    } else if (/^\d$/.test(key)) {
      desk.chooseNumber(Number(key));
    } else if (key.toLowerCase() === "u") {
      desk.undo();
    } else if (key === "Home" && first() !== undefined) {
      go(/** @type {number} */ (first()), true);
    } else if (key === "Escape") {
      desk.cancelStroke();
    } else {
      return;
    }
    event.preventDefault();
  }
  /** @param {Event} event */
  function search(event) {
    event.preventDefault();
    const typed = find.value.trim().toLowerCase();
    if (!typed) return;
    const district = blocks.districts.areas.findIndex(({ name }) => name.toLowerCase() === typed);
    const matches = blocks.names.flatMap((name, block) => (name.toLowerCase().startsWith(typed) || blocks.codes[block].toLowerCase() === typed || (district >= 0 && blocks.districts.of[block] === district) ? [block] : []));
    const names = matches.slice(1, 4).map((block) => blocks.names[block]);
    found.textContent = matches.length ? `${blocks.names[matches[0]]}${matches.length > 1 ? `; also ${listed(names, 3)}${matches.length > 4 ? " and others" : ""}` : ""}` : `No ${kind} of this ground is called “${find.value.trim()}”.`;
    if (!matches.length) return desk.page.announce(found.textContent);
    go(matches[0], true);
    box.focus();
  }
  /** @param {number[]} list @param {[number, number]} [at] */
  function nearest(list, at) {
    if (!at) return list[0];
    let best = list[0];
    let least = Infinity;
    for (const block of list) {
      const d = Math.hypot((blocks.at[block][0] - at[0]) * grid.scale, blocks.at[block][1] - at[1]);
      if (d < least) [best, least] = [block, d];
    }
    return best;
  }
  return {
    node, fill, go,
    /** Writes the areas of the blocks in the list again. */
    show() {
      for (const [block, option] of options) {
        const words = text(block);
        if (option.textContent !== words) option.textContent = words;
      }
    },
  };
}
