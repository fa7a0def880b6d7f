// @ts-check
/**
 * The map under a proposal. A block's colour, and whether a line divides areas, are states of features,
 * so that a stroke changes those of its blocks and nothing else.
 *
 * @import { Footprint } from "../page/replies"
 * @import { Page } from "../page/view"
 * @import { Session } from "./session.js"
 */
import * as api from "../page/api.js";
import { createAreaLines, lineLayer, LINES } from "./arealines.js";
import { NONE } from "./assignment.js";
import { easelOverlay, easelStyle, FILL, LABELS, nameFeatures } from "./easelstyle.js";
import { groundOutlines } from "./ground.js";

/** How often names may move while areas are painted, in milliseconds. */
const NAMES_MS = 250;

/** Makes the easel; without WebGL its calls do nothing. @param {Page} page @param {Session} session */
export function createEasel(page, session) {
  const { map } = page;
  const library = map.library;
  const { blocks, setup } = session;
  const { layer } = blocks;
  const entry = () => session.entries[session.chosen];
  /** @type {Set<number>} */
  const dirty = new Set();
  let isShown = false;
  let stale = false;
  let focused = -1;
  let drawing = 0;
  let naming = 0;
  /** @type {Footprint[]} */
  let ground = [];

  /** @param {number} block @param {Record<string, unknown>} state */
  const setState = (block, state) => {
    if (library?.getSource(layer) && Number.isFinite(blocks.ids[block])) library.setFeatureState({ source: layer, sourceLayer: layer, id: blocks.ids[block] }, state);
  };
  const lines = createAreaLines(blocks, (left, state) => {
    if (library?.getSource(LINES)) library.setFeatureState({ source: LINES, sourceLayer: lineLayer(layer), id: left }, state);
  });
  /** @param {number} block */
  const colourOf = (block) => {
    const { of, areas } = entry().proposal;
    return of[block] === NONE ? NONE : (areas[of[block]]?.colour ?? NONE);
  };
  const paintAll = () => {
    if (!isShown || !library?.getSource(layer)) return;
    stale = false;
    // Another ground may have left states of its own.
    library.removeFeatureState({ source: layer, sourceLayer: layer });
    if (library.getSource(LINES)) library.removeFeatureState({ source: LINES, sourceLayer: lineLayer(layer) });
    for (let block = 0; block < blocks.size; block++) setState(block, { colour: colourOf(block), focus: block === focused });
    lines.clear();
    lines.update(entry().proposal.of, blocks.codes.keys());
    dirty.clear();
    names();
  };
  /** Whether the map has lost the states, as it does when it is made anew after the server was away. */
  const isForgotten = () => {
    const id = blocks.ids.find(Number.isFinite);
    return id !== undefined && library?.getSource(layer) && library.getFeatureState({ source: layer, sourceLayer: layer, id }).colour === undefined;
  };
  library?.on("styledata", () => {
    if (isShown && (stale || isForgotten())) paintAll();
  });

  const writeNames = () => {
    naming = 0;
    const source = library?.getSource(LABELS);
    if (isShown && source && "setData" in source) /** @type {import("maplibre-gl").GeoJSONSource} */ (source).setData(nameFeatures(session, entry()));
  };
  /** Writes the names of the areas where they now are, once a stroke has paused. */
  const names = () => {
    naming ||= window.setTimeout(writeNames, NAMES_MS);
  };

  return {
    /** Draws the style, the fill and the names. Called when the view is shown and when the theme changes. */
    async draw() {
      if (!library) return;
      const turn = ++drawing;
      const ids = [...new Set([setup.against, blocks.districtLayer, layer].filter(Boolean))];
      const [style, outlines] = await Promise.all([api.style(ids, page.theme()), groundOutlines(blocks.within)]);
      if (turn !== drawing) return;
      ground = outlines;
      isShown = true;
      stale = true;
      // The overlay draws from a source of the style, which must be there before it.
      map.show(easelStyle(style, session, entry(), page.theme()), [FILL, ...ids]);
      map.overlay(easelOverlay(layer, ground, page.theme()));
      paintAll();
    },
    /** Moves the map to the ground. */
    fit() {
      if (ground.length) map.fit(ground, { animate: false });
      else map.fitBox(boxOf(blocks.at), { animate: false });
    },
    leave() {
      drawing++;
      isShown = false;
      map.overlay(null);
    },
    /** Says that a block has changed; `paint` draws those that have. @param {number} block */
    mark: (block) => void dirty.add(block),
    paint() {
      if (!isShown || !library?.getSource(layer)) return;
      for (const block of dirty) setState(block, { colour: colourOf(block) });
      lines.update(entry().proposal.of, dirty);
      dirty.clear();
    },
    paintAll,
    names,
    /** Outlines a block, and moves the map to it if it is not in view. @param {number} block @param {boolean} follow */
    focus(block, follow) {
      if (focused >= 0) setState(focused, { focus: false });
      focused = block;
      if (block < 0) return;
      setState(block, { focus: true });
      const [lon, lat] = blocks.at[block];
      if (follow && library && !library.getBounds().contains([lon, lat])) library.easeTo({ center: [lon, lat], duration: 250 });
    },
    /** Moves the map to some blocks. @param {number[]} list */
    show(list) {
      if (list.length) map.fitBox(boxOf(list.map((block) => blocks.at[block])), { maxZoom: 12 });
    },
  };
}

/** Returns the box around places: west, south, east, north. @param {[number, number][]} places @returns {number[]} */
function boxOf(places) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    [box[0], box[1]] = [Math.min(box[0], lon), Math.min(box[1], lat)];
    [box[2], box[3]] = [Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return box;
}
