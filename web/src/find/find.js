// @ts-check
/**
 * The view that finds areas: what a place is in, on a day, or an area by its name.
 *
 * The state is the day, the switches and what is looked up; everything else is drawn from it. `result.js` shows
 * the answer in the panel, and `findmap.js` draws it.
 *
 * @import { Page } from "../page/view"
 * @import { LonLat } from "../page/replies"
 * @import { AreaKey, State } from "./sought.js"
 */
import { changes, drawn, drawnAtFirst, onDay, validOn } from "../page/catalogue.js";
import { byId } from "../page/element.js";
import { dateBox, today } from "./dates.js";
import { findMap } from "./findmap.js";
import { Steps } from "./history.js";
import { showSwitches } from "./layers.js";
import { parametersOf, parse } from "./permalink.js";
import { gridOf, gridWords, read } from "./query.js";
import { Result } from "./result.js";
import { searchBox } from "./searchbox.js";
import { NOTHING, isNothing, soughtOf, typedOf } from "./sought.js";
import { suggestions } from "./suggestions.js";

/** @param {string} id */
const element = (id) => byId(id, HTMLElement);

/** Makes the view. @param {Page} page */
export const create = (page) => new Find(page);

class Find {
  /** @type {Page} */ #page;
  #input = byId("postcode", HTMLInputElement);
  #steps = new Steps();
  #dates = dateBox({
    input: byId("date", HTMLInputElement),
    slider: byId("when", HTMLInputElement),
    buttons: element("moments"),
    note: element("changed"),
    onDate: (on, how) => this.#go({ on }, how),
  });
  /** @type {State} */ #state = { on: today(), layers: new Set() };
  /** @type {ReturnType<typeof findMap>} */ #map;
  /** @type {Result} */ #result;
  #isNew = true;
  #isShown = false;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    this.#map = findMap(page, { layers: () => this.#drawn(), onFail: (thrown) => this.#result.fail(thrown) });
    this.#result = new Result(page, {
      state: () => this.#state,
      map: this.#map,
      onArea: (area, how) => this.#openArea(area, how),
      onName: (name) => (this.#input.value = name),
      onDate: (on) => this.#go({ on }),
      onClear: () => this.#clear(),
      onAgain: () => this.#refresh({ asked: true }),
    });
    const { example_postcode, extent_title } = page.catalogue;
    this.#input.placeholder = example_postcode ?? "";
    element("extent").textContent = extent_title && `The data covers ${extent_title}.`;
    this.#dates.offer(changes(page.layers));
    const layers = new Map(page.layers.map((layer) => [layer.id, layer]));
    searchBox({
      form: byId("search", HTMLFormElement),
      input: this.#input,
      list: element("suggestions"),
      suggest: (typed, signal) => suggestions(typed, this.#state.on, layers, signal),
      onText: (text) => this.#ask(text),
      onArea: (area) => this.#openArea(area),
      onEdit: () => this.#complain(""),
    });
  }

  /** Shows the state of the address, and what was looked up at this step of the browser's history. */
  async show() {
    const { on = today(), layers = drawnAtFirst(this.#page.layers), at, ...linked } = parse(location.hash);
    this.#isShown = true;
    this.#map.enter();
    this.#steps.moved();
    const sought = isNothing(linked) ? this.#steps.lookup() : linked;
    const grid = sought?.grid && !sought.words ? gridOf(sought.grid) : null;
    this.#state = { on, layers: new Set(layers), ...sought, ...(grid && { words: gridWords(grid) }) };
    const arriving = this.#isNew && !at;
    this.#isNew = false;
    this.#complain("");
    await this.#refresh({ arriving, typed: true });
    // The link that was opened may contain a lookup, which must not stay in the address.
    if (this.#isShown) this.#remember("replace");
  }

  leave() {
    this.#isShown = false;
    this.#result.stop();
    this.#map.leave();
  }

  /** @param {LonLat} point */
  point(point) {
    this.#go({ ...NOTHING, point });
  }

  moved() {
    // Another step of the history moves the map before its address has been read.
    queueMicrotask(() => this.#isShown && this.#remember("replace"));
  }

  restyle() {
    this.#map.restyle();
  }

  /** Looks up what was typed. @param {string} text */
  #ask(text) {
    const asked = read(text, this.#page.catalogue.example_postcode);
    if (asked.kind === "problem") return this.#complain(asked.problem);
    this.#complain("");
    if (asked.kind === "postcode") this.#go({ ...NOTHING, postcode: asked.postcode });
    else if (asked.kind === "point") this.#go({ ...NOTHING, point: asked.point, words: asked.words });
    else if (asked.kind === "grid") this.#go({ ...NOTHING, grid: asked.grid.reference, words: asked.words });
    else this.#go({ ...NOTHING, name: asked.name });
  }

  /** Says under the box what to type instead. @param {string} problem */
  #complain(problem) {
    element("search-error").textContent = problem;
    element("search-error").hidden = !problem;
    this.#input.setAttribute("aria-invalid", String(Boolean(problem)));
    if (!problem) return;
    this.#input.focus();
    this.#page.announce(problem);
  }

  /** Shows an area, on a day on which it is in force. @param {AreaKey} area @param {"push" | "replace"} [how] */
  #openArea({ layer, code }, how) {
    const { valid_from, valid_to } = this.#page.layers.find(({ id }) => id === layer) ?? { valid_from: null, valid_to: null };
    const { on } = this.#state;
    const then = validOn({ valid_from, valid_to }, on) ? on : (valid_to && valid_to < on ? valid_to : valid_from) ?? on;
    this.#complain("");
    this.#go({ ...NOTHING, area: { layer, code }, on: then }, how);
  }

  #clear() {
    this.#go(NOTHING);
    this.#input.value = "";
    this.#input.focus();
  }

  /** Returns the layers that are switched on, on the state's day. */
  #drawn() {
    return drawn(onDay(this.#page.layers, this.#state.on), this.#state.layers);
  }

  /** Writes the state to the address. @param {"push" | "replace"} how */
  #remember(how) {
    const { on, layers } = this.#state;
    this.#page.remember(parametersOf({ on, layers }), how);
    this.#steps.keep(how, soughtOf(this.#state));
  }

  /** Changes the state: as a step that the back button undoes, or in place of the last. @param {Partial<State>} change @param {"push" | "replace"} [how] */
  #go(change, how = "push") {
    Object.assign(this.#state, change);
    this.#remember(how);
    const asked = "postcode" in change && !isNothing(change);
    this.#refresh({ arriving: asked && !(change.point && !change.words), asked, typed: "postcode" in change });
  }

  /** Draws everything from the state (see `Result.show`). `typed`: the box shows what is looked up. */
  async #refresh({ arriving = false, asked = false, typed = false } = {}) {
    const { on, layers } = this.#state;
    this.#dates.show(on);
    if (typed && (document.activeElement !== this.#input || !isNothing(this.#state))) this.#input.value = typedOf(this.#state);
    showSwitches(element("switches"), onDay(this.#page.layers, on), layers, this.#page.families, (key, switchedOn) => this.#throwSwitch(key, switchedOn));
    await Promise.all([this.#map.drawLayers(), this.#result.show({ arriving, asked })]);
  }

  /** @param {string} key @param {boolean} on */
  #throwSwitch(key, on) {
    if (on) this.#state.layers.add(key);
    else this.#state.layers.delete(key);
    this.#remember("replace");
    this.#map.drawLayers();
  }
}
