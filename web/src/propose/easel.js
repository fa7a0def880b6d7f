// @ts-check
/**
 * The map under a proposal: the style, with the blocks filled in the colours of their areas. A block's
 * colour is a state of its feature, so that a stroke changes those of its blocks and nothing else.
 *
 * @import { FillLayerSpecification, LayerSpecification } from "maplibre-gl"
 * @import { Overlay } from "../map/found.js"
 * @import { Footprint, Style } from "../page/replies"
 * @import { Page } from "../page/view"
 * @import { Session, Entry } from "./session.js"
 */
import * as api from "../page/api.js";
import { NONE, positions } from "./assignment.js";
import { PALETTE } from "./palette.js";

/** The layer of the map that is filled. */
export const FILL = "proposed";
const LABELS = "proposed-names";
/** How often names may move while areas are painted, in milliseconds. */
const NAMES_MS = 250;

/** Makes the easel; without WebGL its calls do nothing. @param {Page} page @param {() => { session: Session, entry: Entry } | null} now */
export function createEasel(page, now) {
  const { map } = page;
  const library = map.library;
  /** @type {Set<number>} */
  const dirty = new Set();
  let stale = false;
  let focused = -1;
  let drawing = 0;
  let naming = 0;
  /** @type {Footprint | null} */
  let ground = null;

  /** @param {number} block @param {Record<string, unknown>} state */
  const setState = (block, state) => {
    const shown = now();
    if (!library || !shown) return;
    const { layer, ids } = shown.session.blocks;
    if (Number.isFinite(ids[block])) library.setFeatureState({ source: layer, sourceLayer: layer, id: ids[block] }, state);
  };
  /** @param {Entry} entry @param {number} block */
  const colourOf = ({ proposal }, block) => (proposal.of[block] === NONE ? NONE : (proposal.areas[proposal.of[block]]?.colour ?? NONE));
  const paintAll = () => {
    const shown = now();
    if (!library || !shown || !library.getSource(shown.session.blocks.layer)) return;
    stale = false;
    for (let block = 0; block < shown.session.blocks.size; block++) setState(block, { colour: colourOf(shown.entry, block), focus: block === focused });
    dirty.clear();
    names();
  };
  const whenStyled = () => {
    if (stale) paintAll();
  };
  library?.on("styledata", whenStyled);

  const writeNames = () => {
    naming = 0;
    const shown = now();
    const source = library?.getSource(LABELS);
    if (shown && source && "setData" in source) /** @type {import("maplibre-gl").GeoJSONSource} */ (source).setData(nameFeatures(shown.session, shown.entry));
  };
  /** Writes the names of the areas where they now are, once a stroke has paused. */
  const names = () => {
    naming ||= window.setTimeout(writeNames, NAMES_MS);
  };

  return {
    /** Draws the style, the fill and the names. Called when the view is shown and when the theme changes. */
    async draw() {
      const shown = now();
      if (!library || !shown) return;
      const { blocks, setup } = shown.session;
      const turn = ++drawing;
      const ids = [...new Set([setup.against, blocks.districtLayer, blocks.layer].filter(Boolean))];
      const [style, outline] = await Promise.all([api.style(ids, page.theme()), groundOf(blocks.within)]);
      if (turn !== drawing) return;
      ground = outline;
      stale = true;
      // The overlay draws from a source of the style, which must be there before it.
      map.show(easelStyle(style, shown, page.theme()), [FILL, ...ids]);
      map.overlay(overlay(blocks.layer, ground, page.theme()));
      paintAll();
    },
    /** Moves the map to the ground. */
    fit() {
      const shown = now();
      if (ground) map.fit([ground], { animate: false });
      else if (shown) map.fitBox(boxOf(shown.session.blocks.at), { animate: false });
    },
    leave() {
      drawing++;
      map.overlay(null);
    },
    /** Says that a block has changed; `paint` draws those that have. @param {number} block */
    mark: (block) => void dirty.add(block),
    paint() {
      const shown = now();
      if (!shown || !dirty.size) return;
      for (const block of dirty) setState(block, { colour: colourOf(shown.entry, block) });
      dirty.clear();
    },
    paintAll,
    names,
    /** Outlines a block, and moves the map to it if it is not in view. @param {number} block @param {boolean} follow */
    focus(block, follow) {
      if (focused >= 0) setState(focused, { focus: false });
      focused = block;
      const shown = now();
      if (block < 0 || !shown) return;
      setState(block, { focus: true });
      const [lon, lat] = shown.session.blocks.at[block];
      if (follow && library && !library.getBounds().contains([lon, lat])) library.easeTo({ center: [lon, lat], duration: 250 });
    },
    /** Moves the map to some blocks. @param {number[]} list */
    show(list) {
      const shown = now();
      if (shown && list.length) map.fitBox(boxOf(list.map((block) => shown.session.blocks.at[block])), { maxZoom: 12 });
    },
  };
}

/** @param {string | null} within */
async function groundOf(within) {
  if (!within || within.includes(",")) return null;
  const [layer, code] = within.split("/");
  return (await api.item(layer, code)).geometry;
}

/** @param {[number, number][]} places @returns {number[]} */
function boxOf(places) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    [box[0], box[1]] = [Math.min(box[0], lon), Math.min(box[1], lat)];
    [box[2], box[3]] = [Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return box;
}

/** @param {string} theme */
const inks = (theme) => (theme === "dark" ? ["#ffffff", "#0c1319"] : ["#101820", "#ffffff"]);

/**
 * Returns the server's style with the blocks filled and the areas named, without other fills, and
 * without the names of the layer that they should match, of which the lines are enough.
 * @param {Style} style @param {{ session: Session, entry: Entry }} shown @param {string} theme @returns {Style}
 */
function easelStyle(style, { session, entry }, theme) {
  const { blocks: { layer }, setup } = session;
  // Blocks that are not of the ground have no state.
  const colours = ["match", ["coalesce", ["feature-state", "colour"], -2], ...PALETTE.flatMap((colour, i) => [i, colour]), -1, "rgba(0,0,0,0)", "rgb(120,130,140)"];
  /** @type {FillLayerSpecification} */
  const fill = {
    id: FILL,
    type: "fill",
    source: layer,
    "source-layer": layer,
    paint: {
      "fill-antialias": false,
      "fill-color": /** @type {import("maplibre-gl").ExpressionSpecification} */ (colours),
      "fill-opacity": ["case", ["==", ["coalesce", ["feature-state", "colour"], -2], -2], 0.3, 0.74],
    },
  };
  const [ink, paper] = inks(theme);
  const font = style.layers.flatMap((one) => (one.type === "symbol" ? [one.layout?.["text-font"]] : [])).find(Boolean);
  /** @type {LayerSpecification} */
  const names = {
    id: LABELS,
    type: "symbol",
    source: LABELS,
    layout: { "text-field": ["get", "name"], ...(font && { "text-font": font }), "text-size": ["interpolate", ["linear"], ["zoom"], 7, 14, 10, 18], "text-max-width": 9, "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 0.5, "text-padding": 6 },
    paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 2.2 },
  };
  const layers = style.layers
    .filter((one) => (one.type !== "fill" || one.source === "land") && (one.type !== "symbol" || one.source !== setup.against))
    .map((one) => quieter(one, layer));
  const under = layers.findIndex(({ id, type }) => type === "line" && !id.startsWith("land"));
  const at = under < 0 ? layers.length : under;
  return {
    ...style,
    sources: { ...style.sources, [LABELS]: { type: "geojson", data: nameFeatures(session, entry) } },
    layers: [...layers.slice(0, at), fill, ...layers.slice(at), names],
  };
}

/** Lines of blocks are thin, so that those of areas stand out. @param {LayerSpecification} one @param {string} layer @returns {LayerSpecification} */
function quieter(one, layer) {
  if (one.type !== "line" || one.id !== `${layer}-line`) return one;
  return { ...one, paint: { ...one.paint, "line-opacity": ["interpolate", ["linear"], ["zoom"], 7, 0.12, 10, 0.5] } };
}

/** @param {string} layer @param {Footprint | null} ground @param {string} theme @returns {Overlay} */
function overlay(layer, ground, theme) {
  const [ink, paper] = inks(theme);
  /** @type {(strong: number) => import("maplibre-gl").ExpressionSpecification} */
  const focus = (strong) => ["case", ["boolean", ["feature-state", "focus"], false], strong, 0];
  return {
    sources: ground ? { "proposed-ground": { type: "geojson", data: { type: "Feature", geometry: ground, properties: {} } } } : {},
    layers: [
      ...(ground ? [/** @type {LayerSpecification} */ ({ id: "proposed-ground", type: "line", source: "proposed-ground", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 2 } })] : []),
      { id: "proposed-focus-casing", type: "line", source: layer, "source-layer": layer, layout: { "line-join": "round" }, paint: { "line-color": paper, "line-width": 7, "line-opacity": focus(1) } },
      { id: "proposed-focus", type: "line", source: layer, "source-layer": layer, layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 3.5, "line-opacity": focus(1) } },
    ],
  };
}

/** Returns a point with the number and the name of each area, in its largest part. @param {Session} session @param {Entry} entry @returns {GeoJSON.FeatureCollection} */
function nameFeatures({ blocks, grid }, { proposal, score }) {
  const features = positions(proposal).flatMap((position, i) => {
    const [part] = score.parts(position);
    if (!part) return [];
    let [x, y] = [0, 0];
    for (const block of part) [x, y] = [x + grid.x[block] / part.length, y + grid.y[block] / part.length];
    const middle = part.reduce((best, block) => (Math.hypot(grid.x[block] - x, grid.y[block] - y) < Math.hypot(grid.x[best] - x, grid.y[best] - y) ? block : best));
    return [{ type: /** @type {const} */ ("Feature"), geometry: { type: /** @type {const} */ ("Point"), coordinates: blocks.at[middle] }, properties: { name: `${i + 1} ${proposal.areas[position]?.name}` } }];
  });
  return { type: "FeatureCollection", features };
}
