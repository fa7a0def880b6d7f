// @ts-check
/**
 * The view that finds areas: what a place is in, on a day, or an area by its name. Its state is the day, the
 * switches and what is looked up; everything else is drawn from it.
 *
 * @import { Page } from "../page/view"
 * @import { Answer, FoundArea, Layer, LonLat } from "../page/replies"
 * @import { AreaKey, Sought } from "./sought.js"
 * @typedef {{ on: string, layers: Set<string> } & Sought} State
 */
import * as api from "../page/api.js";
import { changes, drawn, drawnAtFirst, onDay, validOn } from "../page/catalogue.js";
import { byId, el } from "../page/element.js";
import { isAbort, problemOf, showProblem } from "../page/problem.js";
import { showAnswer, spoken } from "./answer.js";
import { showArea } from "./areacard.js";
import { beforeAfter } from "./beforeafter.js";
import { showChoices } from "./choices.js";
import { dateBox, today } from "./dates.js";
import { Steps } from "./history.js";
import { hoverNames, withHover } from "./hover.js";
import { showSwitches } from "./layers.js";
import { areasNamed } from "./named.js";
import { outlines, polygonsOf } from "./outlines.js";
import { parametersOf, parse, write } from "./permalink.js";
import { fileName, textOf } from "./plaintext.js";
import { gridOf, gridWords, read } from "./query.js";
import { searchBox } from "./searchbox.js";
import { NOTHING, commandOf, isNothing, queryOf, soughtOf, titleOf, typedOf } from "./sought.js";
import { suggestions } from "./suggestions.js";
import { tools } from "./tools.js";

/** @param {string} id */
const element = (id) => byId(id, HTMLElement);
/** Where the answer is under the map, not beside it. */
const narrow = matchMedia("(max-width: 820px)");
/** Makes the view. @param {Page} page */
export const create = (page) => new Find(page);

class Find {
  /** @type {Page} */ #page;
  /** @type {Map<string, Layer>} */ #layers;
  #input = byId("postcode", HTMLInputElement);
  #steps = new Steps();
  #dates = dateBox({
    input: byId("date", HTMLInputElement),
    slider: byId("when", HTMLInputElement),
    buttons: element("moments"),
    note: element("changed"),
    onDate: (on, how) => this.#go({ on }, how),
  });
  #tools = tools({
    text: () => this.#answer && textOf(this.#answer, titleOf(this.#state), this.#layers, this.#page.families),
    link: () => new URL(write({ ...this.#state, at: this.#page.map.view() }), document.baseURI).href,
    command: () => commandOf(this.#state, this.#state.on),
    file: () => this.#answer && { name: fileName(titleOf(this.#state), this.#state.on), content: this.#answer },
    onClear: () => this.#clear(),
  });
  /** @type {{ hide: () => void } | null} */ #hover = null;
  /** @type {State} */ #state = { on: today(), layers: new Set() };
  /** @type {Answer | null} */ #answer = null;
  /** @type {ReturnType<typeof outlines>} */ #outlines;
  /** @type {ReturnType<typeof beforeAfter>} */ #beforeAfter;
  /** Aborts the lookup in progress when another begins, so that only the newest is shown. */
  #asking = new AbortController();
  #isNew = true;
  #isShown = false;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    this.#layers = new Map(page.layers.map((layer) => [layer.id, layer]));
    this.#outlines = outlines(page);
    this.#beforeAfter = beforeAfter(element("timeline"), page, {
      onDate: (on) => this.#go({ on }),
      onFail: (container, thrown, again) => this.#problemIn(container, thrown, again),
    });
    const { example_postcode, extent_title } = page.catalogue;
    this.#input.placeholder = example_postcode ?? "";
    element("extent").textContent = extent_title && `The data covers ${extent_title}.`;
    this.#dates.offer(changes(page.layers));
    if (page.map.library) this.#hover = hoverNames(page.map.library, { layers: () => (this.#isShown ? this.#drawn() : []), families: page.families });
    searchBox({
      form: byId("search", HTMLFormElement),
      input: this.#input,
      list: element("suggestions"),
      suggest: (typed, signal) => suggestions(typed, this.#state.on, this.#layers, signal),
      onText: (text) => this.#ask(text),
      onArea: (area) => this.#openArea(area),
      onEdit: () => this.#complain(""),
    });
  }

  /** Shows the state of the address, and what was looked up at this step of the browser's history. */
  async show() {
    const { on = today(), layers = drawnAtFirst(this.#page.layers), at, ...linked } = parse(location.hash);
    this.#isShown = true;
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
    this.#asking.abort();
    this.#hover?.hide();
    this.#page.map.found([]);
    this.#page.map.mark(null);
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
    this.#showLayers();
    this.#outlines.draw();
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
    const { valid_from, valid_to } = this.#layers.get(layer) ?? { valid_from: null, valid_to: null };
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

  /**
   * Draws everything from the state. `arriving`: the map moves to what is found. `asked`: the panel shows the answer
   * from its top. `typed`: the box shows what is looked up.
   */
  async #refresh({ arriving = false, asked = false, typed = false } = {}) {
    const { on, layers } = this.#state;
    this.#dates.show(on);
    if (typed && (document.activeElement !== this.#input || !isNothing(this.#state))) this.#input.value = typedOf(this.#state);
    showSwitches(element("switches"), onDay(this.#page.layers, on), layers, this.#page.families, (key, switchedOn) => this.#throwSwitch(key, switchedOn));
    await Promise.all([this.#showLayers(), this.#lookUp({ arriving, asked })]);
  }

  /** @param {string} key @param {boolean} on */
  #throwSwitch(key, on) {
    if (on) this.#state.layers.add(key);
    else this.#state.layers.delete(key);
    this.#remember("replace");
    this.#showLayers();
  }

  async #showLayers() {
    const { map, theme } = this.#page;
    if (!map.drawn) return;
    const key = () => `${this.#isShown} ${theme()} ${this.#drawn().map(({ id }) => id)}`;
    const asked = key();
    const ids = this.#drawn().map(({ id }) => id);
    try {
      const style = await api.style(ids, theme());
      // A switch or the date may have changed since the request.
      if (asked === key()) map.show(withHover(style, ids), ids);
    } catch (thrown) {
      if (asked === key()) this.#fail(thrown);
    }
  }

  /** @param {{ arriving: boolean, asked: boolean }} how */
  async #lookUp({ arriving, asked }) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const sought = soughtOf(this.#state);
    const nothing = isNothing(sought);
    element("prompt").hidden = !nothing;
    this.#tools.show(!nothing && !sought.name, false);
    const query = queryOf(sought);
    this.#beforeAfter.clear(query);
    if (nothing) return this.#settle(null);
    element("answer").setAttribute("aria-busy", "true");
    try {
      if (sought.area) await this.#showCard(sought.area, arriving, signal);
      else if (sought.name) await this.#showNamed(sought.name, signal);
      else await this.#showPlace(sought, arriving, signal);
      if (asked && this.#asking.signal === signal) this.#inSight(!sought.point || Boolean(sought.words));
      // The answer does not wait for what was before and after it.
      if (query) this.#beforeAfter.show(query, this.#state.on, signal);
    } catch (thrown) {
      if (!isAbort(thrown) && this.#asking.signal === signal) this.#fail(thrown);
    } finally {
      if (this.#asking.signal === signal) element("answer").removeAttribute("aria-busy");
    }
  }

  /** Shows what a place is in. @param {Sought} sought @param {boolean} arriving @param {AbortSignal} signal */
  async #showPlace(sought, arriving, signal) {
    const { families, map, announce } = this.#page;
    const reply = await api.lookup({ ...queryOf(sought), on: this.#state.on }, signal);
    const shown = {
      layers: this.#layers,
      families,
      onEmphasise: map.emphasise,
      onShow: (/** @type {FoundArea} */ area) => this.#showWhole(area),
      onCard: (/** @type {AreaKey} */ area) => this.#openArea(area),
    };
    showAnswer(element("answer"), reply, sought, shown);
    announce(spoken(reply, sought, shown));
    this.#tools.show(true, true);
    // The outlines come after the answer, which does not wait for them.
    this.#settle(reply, arriving).catch((thrown) => !isAbort(thrown) && this.#fail(thrown));
  }

  /** Shows an area. @param {AreaKey} area @param {boolean} arriving @param {AbortSignal} signal */
  async #showCard(area, arriving, signal) {
    const { layers, families, map, announce } = this.#page;
    const item = await api.item(area.layer, area.code);
    signal.throwIfAborted();
    this.#settle(null, false, false);
    showArea(element("answer"), area, item, {
      layers, families, on: this.#state.on,
      onArea: (other) => this.#openArea(other),
      onFail: (container, thrown, again) => this.#problemIn(container, thrown, again),
    });
    this.#input.value = item.properties.name;
    this.#tools.show(true, false);
    const layer = this.#layers.get(area.layer);
    announce(`${item.properties.name}, ${layer?.title ?? area.layer}`);
    this.#outlines.show(item.geometry ? [{ family: layer?.family ?? "", geometry: item.geometry }] : [], true);
    if (arriving && item.geometry) map.fit([item.geometry]);
  }

  /** Shows the area of a name, or those that may be meant. @param {string} name @param {AbortSignal} signal */
  async #showNamed(name, signal) {
    const areas = await areasNamed(name, this.#state.on, { layers: this.#layers, example: this.#page.catalogue.example_postcode }, signal);
    signal.throwIfAborted();
    if (areas.length === 1) return this.#openArea(areas[0], "replace");
    this.#settle(null, false, false);
    showChoices(element("answer"), name, areas, { layers: this.#layers, onArea: (area) => this.#openArea(area) });
    this.#page.announce(`${areas.length} areas match ${name}. Choose one.`);
  }

  /** Draws an answer on the map; null clears it, and the panel if `all`. @param {Answer | null} reply */
  async #settle(reply, arriving = false, all = true) {
    const { map, announce } = this.#page;
    this.#answer = reply;
    map.mark(reply?.point ?? null);
    if (!reply) {
      if (all) element("answer").replaceChildren();
      if (all) announce("");
      this.#beforeAfter.clear();
      this.#outlines.show([]);
      return;
    }
    map.emphasise(null);
    if (!map.drawn) return;
    const polygons = await polygonsOf(reply);
    if (this.#answer !== reply || !this.#isShown) return;
    const [first] = this.#outlines.show(polygons);
    if (arriving && first) map.fit([first.geometry], { maxZoom: 10 });
  }

  /** @param {FoundArea} area */
  async #showWhole({ layer, code, family }) {
    const { map } = this.#page;
    map.emphasise(family);
    const { geometry } = await api.item(layer, code);
    if (geometry) map.fit([geometry]);
  }

  /** Brings the answer in sight. On a narrow screen it is under the map, which stays in part if it was selected there. @param {boolean} searched */
  #inSight(searched) {
    element("panel").scrollTop = 0;
    if (!narrow.matches) return;
    const title = element("answer").querySelector("h2");
    if (searched) title?.focus({ preventScroll: true });
    const first = element("answer").querySelector(".area, .problem");
    if (searched) element("answer").scrollIntoView({ block: "start" });
    else (first ?? title)?.scrollIntoView({ block: "nearest" });
  }

  /** @param {unknown} thrown */
  #fail(thrown) {
    const problem = problemOf(thrown);
    this.#settle(null);
    element("prompt").hidden = true;
    this.#tools.show(!isNothing(this.#state), false);
    this.#problemIn(element("answer"), thrown, () => this.#refresh({ asked: true }));
    this.#inSight(true);
    this.#page.announce(`${problem.title}. ${problem.detail}`);
  }

  /** Shows a problem in place, with a button if it may pass. @param {HTMLElement} container @param {unknown} thrown @param {() => void} again */
  #problemIn(container, thrown, again) {
    const problem = problemOf(thrown);
    showProblem(container, problem);
    const passing = !problem.status || problem.status >= 500;
    if (passing) container.querySelector(".problem")?.append(el("p", {}, el("button", { type: "button", class: "again", onclick: again }, "Try again")));
  }
}
