// @ts-check
/**
 * The map of a proposal: the server's styles, with lines and pieces that came as GeoJSON in the place of
 * tiles. Pure functions.
 *
 * @import { Style } from "../page/replies"
 * @import { Overlay } from "../map/found.js"
 * @import { ComparedLines, Pieces } from "./replies"
 */

/** The style's source of what both layers make together. */
const TILES = "comparison";
/** The sources that take its place, by the layers of its tiles. @type {Record<string, string>} */
const SOURCES = { line: "sent-lines", difference: "sent-differences", "difference-label": "sent-differences" };

/** @param {GeoJSON.Feature[]} features @returns {any} */
const source = (features) => ({ type: "geojson", data: { type: "FeatureCollection", features } });

/** Returns a piece with the length that the style sorts names by: the side of a square of its size. @param {Pieces["features"][number]} piece @returns {GeoJSON.Feature} */
const named = ({ geometry, properties }) => ({ type: "Feature", geometry, properties: { ...properties, room_m: Math.sqrt(properties.area_m2) } });

/** Returns the largest piece of each area of the proposal, which bears its name. @param {Pieces} pieces @returns {GeoJSON.Feature[]} */
function labels({ features }) {
  /** @type {Map<string, Pieces["features"][number]>} */
  const largest = new Map();
  for (const piece of features) {
    const code = piece.properties.a_code;
    if (code && piece.properties.area_m2 > (largest.get(code)?.properties.area_m2 ?? 0)) largest.set(code, piece);
  }
  return [...largest.values()].map(({ geometry, properties }) => ({ type: "Feature", geometry, properties: { name: properties.a_name } }));
}

/**
 * Returns the style of the comparison of a layer with itself, drawn for a proposal and that layer.
 * @param {Style} style @param {ComparedLines} lines @param {Pieces} pieces @returns {Style}
 */
export function sentStyle(style, lines, pieces) {
  const { [TILES]: _, ...sources } = style.sources;
  const differences = pieces.features.filter(({ properties }) => properties.difference !== null).map(named);
  return {
    ...style,
    sources: { ...sources, "sent-lines": source(lines.features), "sent-differences": source(differences), "sent-names": source(labels(pieces)) },
    layers: style.layers.map((/** @type {any} */ layer) => {
      const { "source-layer": part, ...rest } = layer;
      if (layer.source === TILES) return { ...rest, source: SOURCES[part] };
      return layer.id === "names" ? { ...rest, source: "sent-names" } : layer;
    }),
  };
}

/** Returns the lines and the names of a proposal alone, in a colour. @param {ComparedLines} lines @param {Pieces} pieces @param {string} colour @param {string} halo @returns {Overlay} */
export function proposalOverlay(lines, pieces, colour, halo) {
  const own = lines.features.filter(({ properties }) => properties.a_left !== properties.a_right);
  return {
    sources: { "sent-lines": source(own), "sent-names": source(labels(pieces)) },
    layers: [
      { id: "sent-lines", type: "line", source: "sent-lines", layout: { "line-join": "round" }, paint: { "line-color": colour, "line-width": 1.8 } },
      { id: "sent-names", type: "symbol", source: "sent-names", layout: { "text-field": ["get", "name"], "text-size": 13, "text-max-width": 8 }, paint: { "text-color": colour, "text-halo-color": halo, "text-halo-width": 1.5 } },
    ],
  };
}
