// @ts-check
/**
 * The map's part of the view: its three ways to show two layers, what is outlined, and where it goes.
 *
 * @import { Page } from "../page/view"
 * @import { Footprint, LonLat, Style } from "../page/replies"
 * @import { Actions } from "./answers.js"
 * @import { Comparison, Named, Overlap, Pieces } from "./replies"
 * @import { MapMode, State } from "./state.js"
 */
import * as api from "../page/api.js";
import { withOverlay } from "../map/found.js";
import { shortTitle } from "./choice.js";
import { LINES, ofDifference, ofPair, ofProposed, overlay, pieceAt } from "./drawing.js";
import { keyOf } from "./legend.js";
import * as proposal from "./sent.js";
import { PROPOSAL } from "./sent.js";
import { proposalOverlay, sentStyle } from "./sentstyle.js";
import { stageControls } from "./stage.js";
import { questionOf } from "./state.js";
import { twin } from "./twin.js";
import { areaName } from "./words.js";

/** The margin around what the map goes to, so that what is near shows too. The key is at its left, if there is room beside it. */
function margin(/** @type {number} */ width, /** @type {number} */ height, /** @type {boolean} */ hasKey) {
  const [across, down] = [width * 0.1, height * 0.12];
  const isWide = width > 720;
  return { padding: { top: down + (isWide ? 40 : 0), bottom: down, left: across + (hasKey && isWide ? 230 : 0), right: across + (isWide ? 30 : 0) } };
}

/**
 * @param {Page} page
 * @param {{ onMode: (mode: MapMode) => void, onDifference: (number: number) => void, onProblem: (thrown: unknown) => void }} options
 *   `onProblem` is called with null once the map is drawn again
 */
export function compareMap(page, { onMode, onDifference, onProblem }) {
  const { map, layers, theme, announce } = page;
  const stage = /** @type {HTMLElement} */ (document.querySelector(".stage"));
  const controls = stageControls(stage, onMode);
  /** @type {State | undefined} */
  let state;
  /** @type {Comparison | null} */
  let answer = null;
  /** The pieces of the answer, once something needs them. @type {Promise<Pieces> | null} */
  let pieces = null;
  /** @type {Footprint[]} */
  let chosen = [];
  /** @type {Footprint[]} */
  let pointed = [];
  /** @type {ReturnType<typeof twin> | null} */
  let second = null;
  /** @type {Style | null} */
  let secondStyle = null;
  /** Counts what was pointed at and chosen, so that a late reply is not drawn. */
  let pointing = 0;
  let choosing = 0;

  const layer = (/** @type {string} */ id) => layers.find((one) => one.id === id);
  const titleOf = (/** @type {string} */ id) => (id === PROPOSAL ? state?.sent?.title ?? "a proposal" : shortTitle(layer(id) ?? { family_title: id }));

  /** @returns {Promise<Pieces>} */
  function piecesOf() {
    if (!state) throw new Error("nothing is compared yet");
    const own = (pieces ??= state.sent ? proposal.pieces(state.sent, state.b, questionOf(state)) : api.pieces(state.a, state.b, questionOf(state)));
    // A failure is not kept: the next choice requests again.
    own.catch(() => pieces === own && (pieces = null));
    return own;
  }

  function outline() {
    const over = overlay({ chosen, pointed }, theme());
    map.overlay(over);
    if (second && secondStyle) second.show(withOverlay(secondStyle, over));
  }

  /** @param {State} of @returns {Promise<Style>} */
  async function lines({ a, b, sent, tolerance, weight }) {
    const question = questionOf({ tolerance, weight });
    if (!sent) return api.comparisonStyle(a, b, { ...question, theme: theme() });
    const [style, drawn, cut] = await Promise.all([api.comparisonStyle(b, b, { theme: theme() }), proposal.lines(sent, b, question), piecesOf()]);
    return sentStyle(style, drawn, cut);
  }

  /** Returns the style of A alone. @param {State} of @returns {Promise<Style>} */
  async function first({ a, b, sent, tolerance, weight }) {
    if (!sent) return api.style([a], theme());
    const [style, drawn, cut] = await Promise.all([api.style([], theme()), proposal.lines(sent, b, questionOf({ tolerance, weight })), piecesOf()]);
    return /** @type {Style} */ ({ ...style, ...withOverlay(style, proposalOverlay(drawn, cut, LINES[theme()], style.metadata.halo)) });
  }

  /** @param {State} of */
  async function draw(of) {
    const key = () => JSON.stringify([state?.a, state?.b, state?.sent?.text, state?.tolerance, state?.weight, state?.map, theme()]);
    const wanted = key();
    try {
      const styles = await (of.map === "lines" ? Promise.all([lines(of)]) : Promise.all([api.style([of.b], theme()), first(of)]));
      // The question may have changed since the request, or the view.
      if (wanted !== key()) return;
      map.show(styles[0], of.map === "lines" && !of.sent ? [of.a, of.b] : [of.b]);
      secondStyle = styles[1] ?? null;
      if (secondStyle && map.library) second ??= twin(stage, map.library, `Map of A, ${titleOf(of.a)}. It moves with the map of B.`, point);
      if (!secondStyle) leaveSecond();
      outline();
      explain(styles[0]);
      onProblem(null);
    } catch (thrown) {
      if (wanted === key()) onProblem(thrown);
    }
  }

  /** Explains the lines of a style in the key, and gives the panel their colours. @param {Style} style */
  function explain(style) {
    if (!state) return;
    controls.name(titleOf(state.a), titleOf(state.b));
    if (state.map !== "lines") return;
    const resolutions = [state.a, state.b].map((id) => Number(/** @type {any} */ (layer(id))?.resolution_m ?? 0));
    const tolerance = state.tolerance ?? answer?.tolerance_m ?? Math.max(...resolutions);
    controls.explain(keyOf(style, { a: titleOf(state.a), b: titleOf(state.b), tolerance }), theme());
    for (const letter of ["a", "b"]) {
      const real = style.layers.find(({ id }) => id === `real-${letter}`);
      const colour = real?.type === "line" ? real.paint?.["line-color"] : undefined;
      if (typeof colour === "string") document.body.style.setProperty(`--compare-${letter}`, colour);
    }
  }

  function leaveSecond() {
    second?.remove();
    second = null;
  }

  /** Outlines what the reader points at. @param {(() => Promise<Footprint[]>) | null} geometries */
  async function pointAt(geometries) {
    if (!map.drawn) return;
    const own = ++pointing;
    const found = geometries ? await geometries().catch(() => []) : [];
    if (own !== pointing || !state || (!found.length && !pointed.length)) return;
    pointed = found;
    outline();
  }

  /** Goes to what the reader has selected. @param {() => Promise<Footprint[]>} geometries */
  async function goTo(geometries) {
    if (!map.drawn) return;
    try {
      fit(await geometries());
    } catch (thrown) {
      onProblem(thrown);
    }
  }

  /** @param {Footprint[]} geometries */
  const fit = (geometries) => map.fit(geometries, around());
  const around = () => margin(stage.clientWidth / (state?.map === "side" ? 2 : 1), stage.clientHeight, state?.map === "lines");

  const areaOf = (/** @type {string} */ id, /** @type {Named} */ area) => async () => {
    if (state?.sent && id === answer?.a.id) return ofProposed(await piecesOf(), area.code);
    const { geometry } = await api.item(id, area.code);
    return geometry ? [geometry] : [];
  };
  const overlapOf = (/** @type {Overlap} */ { a, b }) => async () => ofPair(await piecesOf(), a, b);

  /** Says what is at a point, and chooses the difference that it is in. @param {LonLat} at */
  async function point(at) {
    const of = answer;
    const piece = of && pieceAt(await piecesOf().catch(() => ({ features: [] })), at);
    if (!of || of !== answer) return;
    const names = piece && [piece.a_name, piece.b_name].map((name, i) => areaName(name ? { code: "", name } : null, of[i ? "b" : "a"].family_title));
    // The pieces are the ground of A: what only B has is in none.
    const said = names ? `Here: A is ${names[0]}, B is ${names[1]}.` : `Here is ${areaName(null, of.a.family_title)}.`;
    controls.here(said);
    if (piece?.difference) onDifference(piece.difference);
    else announce(said);
  }

  /** @type {Actions} */
  const actions = {
    onArea: (id, area) => goTo(areaOf(id, area)),
    onPointArea: (id, area) => pointAt(area && areaOf(id, area)),
    onOverlap: (overlap) => goTo(overlapOf(overlap)),
    onPointOverlap: (overlap) => pointAt(overlap && overlapOf(overlap)),
  };

  return {
    actions,
    point,
    enter: () => void (map.drawn && controls.enter()),
    leave() {
      leaveSecond();
      controls.leave();
      state = undefined;
      chosen = pointed = [];
      map.overlay(null);
    },
    /** Draws a state; `answer` is the one that is shown. @param {State} next @param {Comparison | null} shown */
    show(next, shown) {
      if (state?.a !== next.a || state?.b !== next.b || state?.sent !== next.sent || state?.tolerance !== next.tolerance || state?.weight !== next.weight) {
        pieces = null;
        pointed = [];
        controls.here("");
      }
      state = next;
      answer = shown;
      if (!map.drawn) return;
      controls.show(next.map);
      return draw(next);
    },
    /** @param {State} of @param {Comparison} next */
    answered(of, next) {
      answer = next;
      state = of;
      pieces = null;
    },
    /** Forgets what is drawn, so that what the server has refused is requested again. */
    renew() {
      map.show({ version: 8, sources: {}, layers: [], metadata: { families: {}, halo: "" } }, []);
      leaveSecond();
    },
    /** Outlines a difference, or none, and goes there. @param {number | null} number @param {boolean} going */
    async choose(number, going) {
      if (!map.drawn) return;
      const own = ++choosing;
      try {
        const found = number === null ? [] : ofDifference(await piecesOf(), number);
        if (own !== choosing || !state) return;
        if (found.length || chosen.length) {
          chosen = found;
          outline();
        }
        if (going && found.length) fit(found);
      } catch (thrown) {
        if (own === choosing) onProblem(thrown);
      }
    },
    /** Goes to the whole of the layer A. @param {State} of */
    fitLayer(of) {
      state = of;
      const box = layer(of.sent ? of.b : of.a)?.extent?.spatial?.bbox?.[0];
      if (box) map.fitBox(box, { animate: false, padding: { ...around().padding, top: 40, bottom: 30 } });
    },
  };
}
