// @ts-check
/**
 * Connects the parts of the page. The state is the day, the switches and what is looked up;
 * everything else is drawn from it.
 *
 * @import { PageMap } from "./map.js"
 * @import { Answer, FoundArea, Layer, Query, Theme } from "./replies"
 * @import { Found } from "./found.js"
 * @typedef {{ on: string, layers: Set<string> } & Query} State
 */
import * as api from "./api.js";
import { showAnswer, showProblem, spoken } from "./answer.js";
import { changes, drawn, drawnAtFirst, extent, onDay } from "./catalogue.js";
import { dateBox, today } from "./dates.js";
import { byId } from "./element.js";
import { Families } from "./families.js";
import { foundFeatures } from "./found.js";
import { Steps } from "./history.js";
import { showSwitches } from "./layers.js";
import { createMap } from "./map.js";
import { parse, write } from "./permalink.js";
import { postcodeBox } from "./postcodebox.js";

/** The bounding box of England, for data without an extent: west, south, east, north in degrees. */
const ENGLAND = [-6.4, 49.8, 1.8, 55.9];

const dark = matchMedia("(prefers-color-scheme: dark)");
/** @returns {Theme} */
const theme = () => (dark.matches ? "dark" : "light");
/** @param {string} id */
const element = (id) => byId(id, HTMLElement);

/** The page: its state, its map and its panel. */
class Page {
  #steps = new Steps();
  #dates = dateBox({
    input: byId("date", HTMLInputElement),
    buttons: element("moments"),
    note: element("changed"),
    onDate: (on) => this.#go({ on }),
  });
  /** @type {Layer[]} */ #layers = [];
  /** @type {State} */ #state = this.#read();
  #families = new Families([], {});
  /** @type {PageMap | null} */ #map = null;
  /** @type {Answer | null} */ #answer = null;
  /** The areas that are outlined, kept to draw them again in another theme. @type {Found[]} */ #found = [];
  /** Aborts the lookup in progress when another begins, so that only the newest is shown. */
  #asking = new AbortController();

  async start() {
    this.#listen();
    this.#dates.show(this.#state.on);
    try {
      const { collections, extent_title, example_postcode, attribution } = await api.collections();
      this.#layers = collections;
      if (!parse(location.hash).layers) this.#state.layers = new Set(drawnAtFirst(collections));
      element("attribution").textContent = attribution;
      byId("postcode", HTMLInputElement).placeholder = example_postcode ?? "";
      element("extent").textContent = extent_title && `The data covers ${extent_title}.`;
      const style = await api.style(this.#drawn().map(({ id }) => id), theme());
      this.#families = new Families(collections, style.metadata.families);
    } catch (problem) {
      return this.#fail(problem);
    }
    this.#dates.offer(changes(this.#layers));
    const { at } = parse(location.hash);
    this.#map = await createMap({
      container: element("map"),
      extent: extent(this.#layers) ?? ENGLAND,
      at,
      onPoint: (point) => this.#go({ point, postcode: undefined }),
      onMove: () => this.#map && this.#remember("replace"),
    });
    element("nomap").hidden = this.#map.drawn;
    await this.#refresh({ arriving: !at });
    // The link that was opened may contain a lookup, which must not stay in the URL.
    this.#remember("replace");
    document.documentElement.dataset.ready = "true";
  }

  #listen() {
    postcodeBox({
      form: byId("search", HTMLFormElement),
      input: byId("postcode", HTMLInputElement),
      list: element("suggestions"),
      onPostcode: (postcode) => this.#go({ postcode, point: undefined }),
    });
    element("copy").addEventListener("click", () => this.#copyLink());
    element("clear").addEventListener("click", () => {
      this.#go({ postcode: undefined, point: undefined });
      const input = byId("postcode", HTMLInputElement);
      input.value = "";
      input.focus();
    });
    element("skip").addEventListener("click", (event) => {
      // The fragment is the permalink, which the skip link must not overwrite.
      event.preventDefault();
      /** @type {HTMLElement} */ (document.querySelector(".maplibregl-canvas") ?? element("map")).focus();
    });
    addEventListener("popstate", () => {
      const { at } = parse(location.hash);
      this.#steps.moved();
      this.#state = this.#read();
      if (at) this.#map?.jump(at);
      if (this.#map) this.#refresh();
    });
    dark.addEventListener("change", () => {
      this.#showLayers();
      this.#outline();
    });
  }

  /** Reads the state from the URL, with the page's defaults, and what was looked up at this step. @returns {State} */
  #read() {
    const { on = today(), layers = drawnAtFirst(this.#layers), postcode, point } = parse(location.hash);
    const lookup = postcode || point ? { postcode, point } : this.#steps.lookup();
    return { on, layers: new Set(layers), ...lookup };
  }

  /** Returns the layers that are switched on, on the state's day. */
  #drawn() {
    return drawn(onDay(this.#layers, this.#state.on), this.#state.layers);
  }

  /** Writes the state to the URL's fragment. @param {"push" | "replace"} how */
  #remember(how) {
    const { on, layers, postcode, point } = this.#state;
    this.#steps.write(how, write({ on, layers, at: this.#map?.view() }), { postcode, point });
  }

  /** Changes the state, as a step that the back button undoes. @param {Partial<State>} change */
  #go(change) {
    Object.assign(this.#state, change);
    // Before the map is ready `start` draws the state.
    if (!this.#map) return;
    this.#remember("push");
    const asked = "postcode" in change || "point" in change;
    this.#refresh({ arriving: Boolean(change.postcode), asked });
  }

  /** Draws everything from the state. `arriving`: the map moves to what is found. `asked`: the panel scrolls to its top. */
  async #refresh({ arriving = false, asked = false } = {}) {
    const { on, layers } = this.#state;
    this.#dates.show(on);
    showSwitches(element("switches"), onDay(this.#layers, on), layers, this.#families, (key, switchedOn) => this.#throwSwitch(key, switchedOn));
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
    if (!this.#map?.drawn) return;
    const key = () => `${theme()} ${this.#drawn().map(({ id }) => id)}`;
    const asked = key();
    const ids = this.#drawn().map(({ id }) => id);
    try {
      const style = await api.style(ids, theme());
      // A switch or the date may have changed since the request.
      if (asked === key()) this.#map.show(style, ids);
    } catch (problem) {
      this.#fail(problem);
    }
  }

  /** @param {{ arriving: boolean, asked: boolean }} how */
  async #lookUp({ arriving, asked }) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const { postcode, point, on } = this.#state;
    const nothing = !postcode && !point;
    element("prompt").hidden = !nothing;
    element("tools").hidden = nothing;
    if (nothing) return this.#settle(null);
    if (postcode) byId("postcode", HTMLInputElement).value = postcode;
    element("answer").setAttribute("aria-busy", "true");
    try {
      const reply = await api.lookup({ postcode, point, on }, signal);
      const layers = new Map(this.#layers.map((layer) => [layer.id, layer]));
      showAnswer(element("answer"), reply, {
        layers,
        families: this.#families,
        onEmphasise: (family) => this.#map?.emphasise(family),
        onShow: (area) => this.#showArea(area),
      });
      element("status").textContent = spoken(reply, this.#families);
      if (asked) element("panel").scrollTop = 0;
      await this.#settle(reply, arriving);
    } catch (problem) {
      if (!(problem instanceof Error && problem.name === "AbortError")) this.#fail(problem);
    } finally {
      if (this.#asking.signal === signal) element("answer").removeAttribute("aria-busy");
    }
  }

  /** Draws an answer on the map; null clears it. @param {Answer | null} reply */
  async #settle(reply, arriving = false) {
    this.#answer = reply;
    this.#map?.emphasise(null);
    this.#map?.mark(reply?.point ?? null);
    if (!reply) {
      element("answer").replaceChildren();
      element("status").textContent = "";
      this.#found = [];
      this.#outline();
      return;
    }
    if (!this.#map?.drawn) return;
    const found = await Promise.all(reply.areas.map(async ({ family, layer, code }) => {
      const { geometry } = await api.item(layer, code);
      return geometry ? [{ family, geometry }] : [];
    }));
    if (this.#answer !== reply) return;
    this.#found = this.#families.sorted(found.flat());
    this.#outline();
    if (arriving && this.#found.length) this.#map.fit([this.#found[0].geometry], { maxZoom: 10 });
  }

  #outline() {
    this.#map?.found(foundFeatures(this.#found, this.#families, theme()));
  }

  /** @param {FoundArea} area */
  async #showArea({ layer, code, family }) {
    this.#map?.emphasise(family);
    const { geometry } = await api.item(layer, code);
    if (geometry) this.#map?.fit([geometry]);
  }

  /** @param {unknown} problem */
  #fail(problem) {
    const shown = problem instanceof api.Problem ? problem : new api.Problem("Something went wrong", String(problem));
    this.#settle(null);
    element("prompt").hidden = true;
    showProblem(element("answer"), shown);
    element("panel").scrollTop = 0;
    element("status").textContent = `${shown.title}. ${shown.detail}`;
  }

  /** Copies a link to everything that is shown, including what was looked up. */
  async #copyLink() {
    const link = `${location.origin}/${write({ ...this.#state, at: this.#map?.view() })}`;
    const said = await navigator.clipboard.writeText(link).then(
      () => "Link copied",
      () => "Your browser did not let coterm copy the link",
    );
    element("copied").textContent = said;
    setTimeout(() => (element("copied").textContent = ""), 4000);
  }
}

await new Page().start();
