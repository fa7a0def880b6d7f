// @ts-check
/**
 * Starts the page: asks for the layers, makes the map, and shows the view that the address names.
 *
 * A view is a folder of this one, loaded when it is first shown; `page/view.d.ts` says what it gets and
 * gives. The views share the map, the list of layers and the browser's history.
 *
 * @import { CreateView, Page, View } from "./page/view"
 * @import { LonLat, Theme } from "./page/replies"
 */
import * as api from "./page/api.js";
import { extent } from "./page/catalogue.js";
import { byId, el } from "./page/element.js";
import { Families } from "./page/families.js";
import { at, parameters, viewOf, write } from "./page/fragment.js";
import { problemOf, showProblem } from "./page/problem.js";
import { createMap } from "./map/map.js";

/** The bounding box of England, for data without an extent: west, south, east, north in degrees. */
const ENGLAND = [-6.4, 49.8, 1.8, 55.9];

/** The views, each by its name in the address and of its section; the first is shown if none is named. @type {Record<string, () => Promise<{ create: CreateView }>>} */
const VIEWS = {
  find: () => import("./find/find.js"),
  compare: () => import("./compare/compare.js"),
  propose: () => import("./propose/propose.js"),
  bulk: () => import("./bulk/bulk.js"),
  review: () => import("./review/review.js"),
};
const FIRST = "find";

const dark = matchMedia("(prefers-color-scheme: dark)");
/** @returns {Theme} */
const theme = () => (dark.matches ? "dark" : "light");
/** @param {string} id */
const element = (id) => byId(id, HTMLElement);

/** Returns the text of an archive's attribution, which may have links. @param {string | null | undefined} html */
const plain = (html) => (html ? new DOMParser().parseFromString(html, "text/html").body.textContent : "");

/** The views that have been shown, and which of them is now. */
class Views {
  /** @type {Omit<Page, "panel" | "remember">} */ #page;
  /** @type {Map<string, View>} */ #made = new Map();
  /** The address that each view had when it was left. @type {Map<string, string>} */ #left = new Map();
  #name = "";
  /** @type {View | undefined} */ #view;
  /** Whether the map moves to where the address says. */
  #follows = false;

  /** @param {Omit<Page, "panel" | "remember">} page */
  constructor(page) {
    this.#page = page;
    for (const link of document.querySelectorAll("#views a")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const name = viewOf(link.getAttribute("href") ?? "", VIEWS, FIRST);
        if (name === this.#name) return;
        this.#left.set(this.#name, location.hash);
        history.pushState(null, "", this.#left.get(name) ?? link.getAttribute("href"));
        this.follow();
      });
    }
    addEventListener("popstate", () => this.follow());
    dark.addEventListener("change", () => this.#view?.restyle?.());
  }

  /** The reader has selected a point on the map. @param {LonLat} point */
  point(point) {
    this.#view?.point?.(point);
  }

  /** The map has moved, other than by the address. */
  moved() {
    if (!this.#follows) this.#view?.moved?.();
  }

  /** Shows what the address says. */
  async follow() {
    const name = viewOf(location.hash, VIEWS, FIRST);
    const state = parameters(location.hash);
    const place = at(location.hash);
    // A view that is told of this movement would write its old state over the address.
    this.#follows = true;
    if (place) this.#page.map.jump(place);
    this.#follows = false;
    try {
      if (name !== this.#name) await this.#enter(name);
      if (this.#name === name) await this.#view?.show(state);
    } catch (thrown) {
      this.#fail(name, thrown);
    }
  }

  /** @param {string} name */
  async #enter(name) {
    this.#view?.leave?.();
    this.#view = undefined;
    this.#name = name;
    document.body.dataset.view = name;
    for (const section of document.querySelectorAll("main > section")) /** @type {HTMLElement} */ (section).hidden = section.id !== name;
    for (const link of document.querySelectorAll("#views a")) {
      const isIt = viewOf(link.getAttribute("href") ?? "", VIEWS, FIRST) === name;
      if (isIt) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (isIt) document.title = `${link.textContent} · coterm`;
    }
    const made = this.#made.get(name) ?? (await VIEWS[name]()).create(this.#pageOf(name));
    this.#made.set(name, made);
    // The reader may have gone on to another view while this one was loaded.
    if (this.#name === name) this.#view = made;
  }

  /** Says that a view cannot be shown, and offers to try again. @param {string} name @param {unknown} thrown */
  #fail(name, thrown) {
    const problem = problemOf(thrown);
    const again = el("button", { type: "button", onclick: () => ((this.#name = ""), this.follow()) }, "Try again");
    const place = name === FIRST ? element("answer") : element(name);
    showProblem(place, problem);
    place.append(again);
    this.#page.announce(`${problem.title}. ${problem.detail}`);
  }

  /** @param {string} name @returns {Page} */
  #pageOf(name) {
    const page = this.#page;
    return {
      ...page,
      panel: element(name),
      remember(state, how) {
        const fragment = write({ ...(name === FIRST ? {} : { view: name }), ...state }, page.map.view());
        if (how === "push") history.pushState(null, "", fragment);
        else if (fragment !== location.hash) history.replaceState(history.state, "", fragment);
      },
    };
  }
}

async function start() {
  /** @type {Views | undefined} */
  let views;
  // Loads the view while the layers are asked for. If that fails, it is loaded again when it is shown, and said then.
  VIEWS[viewOf(location.hash, VIEWS, FIRST)]().catch(() => {});
  element("skip").addEventListener("click", (event) => {
    // The fragment is the permalink, which the skip link must not overwrite.
    event.preventDefault();
    /** @type {HTMLElement} */ (document.querySelector(".maplibregl-canvas") ?? element("map")).focus();
  });
  const announce = (/** @type {string} */ text) => {
    element("status").textContent = text;
  };
  try {
    const catalogue = await api.collections();
    const { collections: layers, attribution } = catalogue;
    const style = await api.style([layers[0]?.id ?? ""].filter(Boolean), theme());
    element("attribution").textContent = [attribution, plain(style.metadata.basemap_attribution)].filter(Boolean).join(" ");
    const map = await createMap({
      container: element("map"),
      extent: extent(layers) ?? ENGLAND,
      at: at(location.hash),
      onPoint: (point) => views?.point(point),
      onMove: () => views?.moved(),
    });
    element("nomap").hidden = map.drawn;
    views = new Views({ catalogue, layers, families: new Families(layers, style.metadata.families), map, theme, announce });
    await views.follow();
  } catch (thrown) {
    const problem = problemOf(thrown);
    showProblem(element("answer"), problem);
    announce(`${problem.title}. ${problem.detail}`);
    return;
  }
  document.documentElement.dataset.ready = "true";
}

await start();
