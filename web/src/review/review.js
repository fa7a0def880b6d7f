// @ts-check
/**
 * The view that tells the review of 2022: chapters beside the map, which follows the chapter that is read.
 * Everything is made from the server's answers when it is shown. The address has the chapter's number.
 *
 * @import { Page, View } from "../page/view"
 * @import { Chapter, Compared, Facts, Sourced } from "./replies"
 */
import * as api from "../page/api.js";
import { el } from "../page/element.js";
import { isAbort, problemOf } from "../page/problem.js";
import { chapters, NEEDED, pairKey, pairs, sources } from "./chapters.js";
import { article } from "./article.js";
import { drawing } from "./figure.js";
import { captionOf, mapKey } from "./key.js";
import { storyMap } from "./storymap.js";

/** The layer whose ground is that of the whole story. */
const GROUND = "place-2021";
/** The part of the window in which a chapter is read: below the map on a phone. */
const READ = "-52% 0px -40% 0px";
/** Milliseconds after a choice in which scrolling does not choose another chapter. */
const CHOSEN = 500;

/** Makes the view. @param {Page} page @returns {View} */
export function create(page) {
  const { panel, map, announce } = page;
  const scenes = storyMap(page, GROUND);
  const layers = Object.fromEntries(page.layers.map((layer) => [layer.id, /** @type {Sourced} */ (layer)]));
  /** @type {Facts | null} */
  let facts = null;
  /** @type {Chapter[]} */
  let story = [];
  /** @type {HTMLElement[]} */
  let articles = [];
  /** The chapter that is shown; -1 for none. */
  let current = -1;
  let chosenAt = -Infinity;
  let isShown = false;
  let asking = new AbortController();

  const heading = () => [
    el("h2", {}, "The boundary review of 2022"),
    el("p", { class: "review-lede" }, "How the health and care places of Lancashire and South Cumbria came to follow councils, and where they still do not."),
  ];

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) /** @type {HTMLElement} */ (target).dataset.read = String(isIntersecting);
    const first = articles.findIndex(({ dataset }) => dataset.read === "true");
    if (isShown && first >= 0 && performance.now() - chosenAt > CHOSEN) activate(first);
  }, { rootMargin: READ });

  /** Asks for the facts and tells the story. */
  async function load() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    panel.replaceChildren(...heading(), el("p", { class: "quiet", role: "status" }, "Comparing the areas…"));
    const wanted = pairs((id) => id in layers);
    try {
      const answers = await Promise.all(wanted.map(([a, b]) => api.compare(a, b, {}, signal)));
      const used = [...new Set(wanted.flat())];
      facts = {
        layers: Object.fromEntries(used.map((id) => [id, layers[id]])),
        comparisons: Object.fromEntries(wanted.map(([a, b], i) => [pairKey(a, b), /** @type {Compared} */ (/** @type {unknown} */ (answers[i]))])),
      };
      story = chapters(facts);
      tell();
    } catch (thrown) {
      if (!isAbort(thrown)) fail(thrown);
    }
  }

  /** @param {unknown} thrown */
  function fail(thrown) {
    const { title, detail } = problemOf(thrown);
    const again = async () => {
      await load();
      if (facts) activate(Math.max(0, current), { stay: false, force: true });
    };
    panel.replaceChildren(...heading(), el("div", { class: "problem", role: "alert" },
      el("h3", {}, title), detail && detail !== title ? el("p", {}, detail) : null,
      el("button", { type: "button", class: "review-plain", onclick: again }, "Try again")));
  }

  /** Fills the panel with the chapters. */
  function tell() {
    if (!facts) return;
    observer.disconnect();
    const told = facts.layers;
    articles = story.map((chapter, i) => article(chapter, i, story.length, {
      hasMap: map.drawn,
      caption: captionOf(chapter.scene, told),
      onShow: () => choose(i, true),
      onGo: (to) => choose(to),
    }));
    const [{ weight, attribution }] = Object.values(facts.comparisons);
    panel.replaceChildren(...heading(),
      ...articles,
      el("section", { class: "review-sources", "aria-labelledby": "review-sources" },
        el("h3", { id: "review-sources" }, "Sources"),
        el("dl", {}, sources(facts).map(({ title, source }) => el("div", {}, el("dt", {}, title), el("dd", {}, source)))),
        el("p", { class: "quiet" }, `What is counted: ${weight.source}`),
        el("p", { class: "quiet" }, attribution)));
    for (const one of articles) observer.observe(one);
    illustrate();
  }

  /** Puts a drawing into each chapter, for paper and for browsers without a map. They come one after another, when there is time. */
  async function illustrate() {
    const told = story;
    for (const [i, chapter] of told.entries()) {
      if (map.drawn) await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(() => resolve(null)));
      if (told !== story) return;
      // A chapter without its drawing still has its table.
      const made = await drawing(chapter.scene, GROUND, { label: `Map: ${chapter.table.caption}`, id: `review-hatch-${i + 1}` }).catch(() => null);
      if (made) articles[i].querySelector("figure")?.prepend(made);
    }
  }

  /**
   * Shows a chapter on the map and marks it.
   * @param {number} i @param {{ stay?: boolean, force?: boolean }} [how] `stay`: the map keeps its place
   */
  async function activate(i, { stay = false, force = false } = {}) {
    if (!facts || !story[i] || (i === current && !force)) return;
    current = i;
    for (const [at, one] of articles.entries()) {
      if (at === i) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    page.remember({ chapter: String(i + 1) }, "replace");
    const { scene } = story[i];
    const key = articles[i].querySelector(".review-on-map");
    try {
      const style = await scenes.show(scene, stay);
      if (style && facts) key?.replaceChildren(mapKey(scene, style, facts.layers));
    } catch (thrown) {
      const { title } = problemOf(thrown);
      key?.replaceChildren(el("p", { class: "quiet" }, `The map cannot be drawn: ${title}. `, el("button", { type: "button", class: "link", onclick: () => activate(i, { force: true }) }, "Try again")));
    }
  }

  /** Goes to a chapter because the reader says so. @param {number} i @param {boolean} [here] the reader is there already */
  function choose(i, here = false) {
    if (!story[i]) return;
    chosenAt = performance.now();
    if (!here) {
      articles[i].scrollIntoView({ block: "start" });
      /** @type {HTMLElement | null} */ (articles[i].querySelector("h3"))?.focus({ preventScroll: true });
    }
    activate(i, { force: true });
    if (here) announce(`The map shows: ${story[i].title}`);
  }

  /** The story of another region is not known. */
  function refuse() {
    panel.replaceChildren(...heading(),
      el("div", { class: "note" },
        el("p", {}, "This server’s data does not have the areas of this review, because it covers another region."),
        el("p", {}, el("a", { href: "#view=compare" }, "Compare the areas that it has"))));
  }

  return {
    async show(state) {
      isShown = true;
      if (NEEDED.some((id) => !(id in layers))) return refuse();
      const wanted = Number(state.get("chapter"));
      if (!facts) await load();
      if (!facts || !isShown) return;
      const i = Number.isInteger(wanted) && story[wanted - 1] ? wanted - 1 : 0;
      const isNew = i !== current;
      chosenAt = performance.now();
      if (isNew && i > 0) articles[i].scrollIntoView({ block: "start" });
      await activate(i, { stay: state.has("at"), force: true });
    },
    leave() {
      isShown = false;
      asking.abort();
      scenes.leave();
    },
    moved() {
      if (current >= 0) page.remember({ chapter: String(current + 1) }, "replace");
    },
    restyle() {
      if (current >= 0) activate(current, { stay: true, force: true });
    },
  };
}
