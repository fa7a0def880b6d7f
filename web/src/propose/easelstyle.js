// @ts-check
/**
 * The style of the map under a proposal: the server's style with the blocks filled in the colours of
 * their areas, the lines between areas, and their names. Pure functions.
 *
 * @import { ExpressionSpecification, FillLayerSpecification, LayerSpecification, LineLayerSpecification } from "maplibre-gl"
 * @import { Overlay } from "../map/found.js"
 * @import { Footprint, Style } from "../page/replies"
 * @import { Session, Entry } from "./session.js"
 */
import { BETWEEN, DIVIDES, lineLayer, LINES, lineSource } from "./arealines.js";
import { positions } from "./assignment.js";
import { PALETTE } from "./palette.js";

/** The layer of the map that is filled. */
export const FILL = "proposed";
/** The source and the layer of the areas' names. */
export const LABELS = "proposed-names";

/** Colours of lines and names, and of what is around them. @param {string} theme */
const inks = (theme) => (theme === "dark" ? ["#ffffff", "#0c1319"] : ["#101820", "#ffffff"]);

/**
 * Returns the server's style with the blocks filled and the areas named, without other fills, and
 * without the names of the layer that they should match, of which the lines are enough.
 * @param {Style} style @param {Session} session @param {Entry} entry @param {string} theme @returns {Style}
 */
export function easelStyle(style, session, entry, theme) {
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
      "fill-color": /** @type {ExpressionSpecification} */ (colours),
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
  const source = style.sources[layer];
  return {
    ...style,
    sources: {
      ...style.sources,
      ...(source?.type === "vector" && { [LINES]: lineSource(source, layer) }),
      [LABELS]: { type: "geojson", data: nameFeatures(session, entry) },
    },
    layers: [...layers.slice(0, at), fill, ...layers.slice(at), names],
  };
}

/** Lines of blocks are thin, so that those of areas stand out. @param {LayerSpecification} one @param {string} layer @returns {LayerSpecification} */
function quieter(one, layer) {
  if (one.type !== "line" || one.id !== lineLayer(layer)) return one;
  return { ...one, paint: { ...one.paint, "line-opacity": ["interpolate", ["linear"], ["zoom"], 7, 0.12, 10, 0.5] } };
}

/** Returns what is drawn over the style's lines: the lines between areas, the ground, and the block in focus. @param {string} layer @param {Footprint[]} ground @param {string} theme @returns {Overlay} */
export function easelOverlay(layer, ground, theme) {
  const [ink, paper] = inks(theme);
  /** @type {(on: ExpressionSpecification, strong: number) => ExpressionSpecification} */
  const when = (on, strong) => ["case", on, strong, 0];
  /** @type {ExpressionSpecification} */
  const focus = ["boolean", ["feature-state", "focus"], false];
  /** @type {(far: number, near: number) => ExpressionSpecification} */
  const growing = (far, near) => ["interpolate", ["linear"], ["zoom"], 7, far, 12, near];
  /** @type {(id: string, rest: Partial<LineLayerSpecification>) => LineLayerSpecification} */
  const line = (id, rest) => ({ id, type: "line", source: layer, "source-layer": layer, layout: { "line-join": "round" }, ...rest });
  const between = { source: LINES, "source-layer": lineLayer(layer), filter: BETWEEN, layout: { "line-join": /** @type {const} */ ("round"), "line-cap": /** @type {const} */ ("round") } };
  return {
    sources: ground.length ? { "proposed-ground": { type: "geojson", data: { type: "FeatureCollection", features: ground.map((geometry) => ({ type: "Feature", geometry, properties: {} })) } } } : {},
    layers: [
      line("proposed-lines-casing", { ...between, paint: { "line-color": paper, "line-width": growing(2.6, 4.6), "line-opacity": when(DIVIDES, 0.75) } }),
      line("proposed-lines-ink", { ...between, paint: { "line-color": ink, "line-width": growing(1.2, 2.2), "line-opacity": when(DIVIDES, 0.9) } }),
      ...(ground.length ? [/** @type {LayerSpecification} */ ({ id: "proposed-ground", type: "line", source: "proposed-ground", layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 2 } })] : []),
      line("proposed-focus-casing", { paint: { "line-color": paper, "line-width": 7, "line-opacity": when(focus, 1) } }),
      line("proposed-focus", { paint: { "line-color": ink, "line-width": 3.5, "line-opacity": when(focus, 1) } }),
    ],
  };
}

/** Returns a point with the number and the name of each area, in its largest part. @param {Session} session @param {Entry} entry @returns {GeoJSON.FeatureCollection} */
export function nameFeatures({ blocks, grid }, { proposal, score }) {
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
