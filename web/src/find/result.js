// @ts-check
/**
 * The answer in the panel: asks for what is looked up, and shows the place, the area, or the areas to choose from.
 *
 * @import { Page } from "../page/view"
 * @import { Answer, FoundArea, Layer } from "../page/replies"
 * @import { findMap } from "./findmap.js"
 * @import { AreaKey, Sought, State } from "./sought.js"
 * @typedef {object} ResultCalls
 * @property {() => State} state
 * @property {ReturnType<typeof findMap>} map
 * @property {(area: AreaKey, how?: "push" | "replace") => void} onArea shows an area
 * @property {(name: string) => void} onName tells the name of the area that is shown
 * @property {(on: string) => void} onDate
 * @property {() => void} onClear
 * @property {() => void} onAgain asks for everything again
 */
import * as api from "../page/api.js";
import { byId, el } from "../page/element.js";
import { isAbort, problemOf, showProblem } from "../page/problem.js";
import { showAnswer, spoken } from "./answer.js";
import { showArea } from "./areacard.js";
import { beforeAfter } from "./beforeafter.js";
import { showChoices } from "./choices.js";
import { areasNamed } from "./named.js";
import { write } from "./permalink.js";
import { fileName, textOf } from "./plaintext.js";
import { commandOf, isNothing, queryOf, soughtOf, titleOf } from "./sought.js";
import { tools } from "./tools.js";

/** @param {string} id */
const element = (id) => byId(id, HTMLElement);
/** Where the answer is under the map, not beside it. */
const narrow = matchMedia("(max-width: 820px)");

export class Result {
  /** @type {Page} */ #page;
  /** @type {ResultCalls} */ #calls;
  /** @type {Map<string, Layer>} */ #layers;
  /** @type {ReturnType<typeof tools>} */ #tools;
  /** @type {ReturnType<typeof beforeAfter>} */ #beforeAfter;
  /** @type {Answer | null} */ #answer = null;
  /** Aborts the lookup in progress when another begins, so that only the newest is shown. */
  #asking = new AbortController();

  /** @param {Page} page @param {ResultCalls} calls */
  constructor(page, calls) {
    this.#page = page;
    this.#calls = calls;
    this.#layers = new Map(page.layers.map((layer) => [layer.id, layer]));
    const { state, onClear, onDate } = calls;
    this.#tools = tools({
      text: () => this.#answer && textOf(this.#answer, titleOf(state()), this.#layers, page.families),
      link: () => new URL(write({ ...state(), at: page.map.view() }), document.baseURI).href,
      command: () => commandOf(state(), state().on),
      file: () => this.#answer && { name: fileName(titleOf(state()), state().on), content: this.#answer },
      onClear,
    });
    this.#beforeAfter = beforeAfter(element("timeline"), page, { onDate, onFail: problemIn });
  }

  /**
   * Shows what the state looks up.
   * @param {{ arriving: boolean, asked: boolean }} how `arriving`: the map moves to what is found; `asked`: the panel shows the answer from its top
   */
  async show({ arriving, asked }) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const { on } = this.#calls.state();
    const sought = soughtOf(this.#calls.state());
    const nothing = isNothing(sought);
    element("prompt").hidden = !nothing;
    this.#tools.show(!nothing && !sought.name, false);
    const query = queryOf(sought);
    this.#beforeAfter.clear(query);
    if (nothing) return this.#clear();
    element("answer").setAttribute("aria-busy", "true");
    try {
      if (sought.area) await this.#showCard(sought.area, on, arriving, signal);
      else if (sought.name) await this.#showNamed(sought.name, on, signal);
      else await this.#showPlace(sought, on, arriving, signal);
      if (asked && this.#asking.signal === signal) inSight(!sought.point || Boolean(sought.words));
      // The answer does not wait for what was before and after it.
      if (query) this.#beforeAfter.show(query, on, signal);
    } catch (thrown) {
      if (!isAbort(thrown) && this.#asking.signal === signal) this.fail(thrown);
    } finally {
      if (this.#asking.signal === signal) element("answer").removeAttribute("aria-busy");
    }
  }

  /** Gives up the lookup in progress. */
  stop() {
    this.#asking.abort();
  }

  /** Shows a problem in place of an answer. @param {unknown} thrown */
  fail(thrown) {
    const { title, detail } = problemOf(thrown);
    this.#clear();
    element("prompt").hidden = true;
    this.#tools.show(!isNothing(this.#calls.state()), false);
    problemIn(element("answer"), thrown, this.#calls.onAgain);
    inSight(true);
    this.#page.announce(`${title}. ${detail}`);
  }

  /** Shows what a place is in. @param {Sought} sought @param {string} on @param {boolean} arriving @param {AbortSignal} signal */
  async #showPlace(sought, on, arriving, signal) {
    const { families, map, announce } = this.#page;
    const reply = await api.lookup({ ...queryOf(sought), on }, signal);
    const shown = {
      layers: this.#layers,
      families,
      onEmphasise: map.emphasise,
      onShow: (/** @type {FoundArea} */ area) => this.#calls.map.whole(area),
      onCard: (/** @type {AreaKey} */ area) => this.#calls.onArea(area),
    };
    showAnswer(element("answer"), reply, sought, shown);
    announce(spoken(reply, sought, shown));
    this.#tools.show(true, true);
    this.#answer = reply;
    // The outlines come after the answer, which does not wait for them.
    this.#calls.map.answer(reply, arriving).catch((thrown) => !isAbort(thrown) && this.fail(thrown));
  }

  /** Shows an area. @param {AreaKey} area @param {string} on @param {boolean} arriving @param {AbortSignal} signal */
  async #showCard(area, on, arriving, signal) {
    const { layers, families, announce } = this.#page;
    const item = await api.item(area.layer, area.code);
    signal.throwIfAborted();
    this.#forget();
    showArea(element("answer"), area, item, { layers, families, on, onArea: (other) => this.#calls.onArea(other), onFail: problemIn });
    this.#calls.onName(item.properties.name);
    this.#tools.show(true, false);
    const layer = this.#layers.get(area.layer);
    announce(`${item.properties.name}, ${layer?.title ?? area.layer}`);
    this.#calls.map.area(layer?.family ?? "", item.geometry, arriving);
  }

  /** Shows the area of a name, or those that may be meant. @param {string} name @param {string} on @param {AbortSignal} signal */
  async #showNamed(name, on, signal) {
    const areas = await areasNamed(name, on, { layers: this.#layers, example: this.#page.catalogue.example_postcode }, signal);
    signal.throwIfAborted();
    if (areas.length === 1) return this.#calls.onArea(areas[0], "replace");
    this.#forget();
    showChoices(element("answer"), name, areas, { layers: this.#layers, onArea: (area) => this.#calls.onArea(area) });
    this.#page.announce(`${areas.length} areas match ${name}. Choose one.`);
  }

  /** Takes the last answer away, but for the panel, which something else fills. */
  #forget() {
    this.#answer = null;
    this.#beforeAfter.clear();
    this.#calls.map.clear();
  }

  #clear() {
    this.#forget();
    element("answer").replaceChildren();
    this.#page.announce("");
  }
}

/** Brings the answer in sight. On a narrow screen it is under the map, which stays in part if it was selected there. @param {boolean} searched */
function inSight(searched) {
  element("panel").scrollTop = 0;
  if (!narrow.matches) return;
  const title = element("answer").querySelector("h2");
  if (searched) title?.focus({ preventScroll: true });
  const first = element("answer").querySelector(".area, .problem");
  if (searched) element("answer").scrollIntoView({ block: "start" });
  else (first ?? title)?.scrollIntoView({ block: "nearest" });
}

/** Shows a problem in place, with a button if it may pass. @param {HTMLElement} container @param {unknown} thrown @param {() => void} again */
function problemIn(container, thrown, again) {
  const problem = problemOf(thrown);
  showProblem(container, problem);
  const passing = !problem.status || problem.status >= 500;
  if (passing) container.querySelector(".problem")?.append(el("p", {}, el("button", { type: "button", class: "again", onclick: again }, "Try again")));
}
