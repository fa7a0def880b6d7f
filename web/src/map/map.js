// @ts-check
/**
 * The map: draws a style, the outlines of found areas, and a marker. It does not depend on the
 * catalogue or the panel. Without WebGL `createMap` returns a substitute that takes the
 * same calls and draws nothing, so that lookups still work.
 *
 * @import { FitBoundsOptions, Map as MapLibreMap, StyleSpecification } from "maplibre-gl"
 * @import { Place } from "../page/fragment.js"
 * @import { Overlay } from "./found.js"
 * @import { Footprint, LonLat, Style } from "../page/replies"
 */
import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "../../vendor/maplibre-gl/maplibre-gl.mjs";
import { box, foundLayers, withFound, withOverlay } from "./found.js";

// The worker is loaded from the same origin and without a query, so that the server needs only one path for it.
setWorkerUrl(new URL("vendor/maplibre-gl/maplibre-gl-worker.mjs", document.baseURI).href);

/** @type {StyleSpecification} */
const EMPTY = { version: 8, sources: {}, layers: [] };
/** Margin around the data to which the map can be panned: degrees of longitude and of latitude. */
const MARGIN = [1.6, 0.9];

/** Pause before the map is drawn anew after something could not be loaded, as while a server is started again. */
const AGAIN_MS = 5000;

/** The options of every map of the page: north is up, and every request goes to the page's own server. */
export const FLAT = {
  maxZoom: 16,
  renderWorldCopies: false,
  dragRotate: false,
  pitchWithRotate: false,
  touchPitch: false,
  attributionControl: /** @type {const} */ (false),
  transformRequest: (/** @type {string} */ url) => ({ url: ours(url) }),
};

export function hasWebGL() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/**
 * The calls that the page and its views make to the map.
 * @typedef {object} PageMap
 * @property {boolean} drawn whether anything is drawn: false without WebGL
 * @property {(style: Style, layers: string[]) => void} show draws this style, which has these layers
 * @property {(overlay: Overlay | null) => void} overlay draws sources and layers of a view between the style's lines and names
 * @property {(features: GeoJSON.Feature[]) => void} found outlines the found areas
 * @property {(family: string | null) => void} emphasise emphasises one family's outlines; null emphasises none
 * @property {(point: LonLat | null) => void} mark
 * @property {(geometries: Footprint[], options?: FitBoundsOptions) => void} fit
 * @property {(box: number[], options?: FitBoundsOptions) => void} fitBox west, south, east, north in degrees
 * @property {MapLibreMap | null} library the map library's own map, for what only one view does; null without WebGL
 * @property {(place: Place) => void} jump
 * @property {() => Place | undefined} view
 */

/**
 * Makes the map.
 * @param {object} options
 * @param {HTMLElement} options.container gets `data-layers`, the layers that are drawn, and
 *   `aria-busy` while something is still to be drawn
 * @param {number[]} options.extent west, south, east, north in degrees
 * @param {Place} [options.at] the place of a permalink
 * @param {(point: LonLat) => void} options.onPoint is called for a click, and for the centre on Enter
 * @param {() => void} options.onMove
 * @returns {Promise<PageMap>}
 */
export async function createMap({ container, extent, at, onPoint, onMove }) {
  if (!hasWebGL()) return noMap();
  const [w, s, e, n] = extent;
  const map = new MapLibre({
    container,
    style: EMPTY,
    ...(at ? { center: [at.lon, at.lat], zoom: at.zoom } : { bounds: [w, s, e, n], fitBoundsOptions: { padding: 16 } }),
    maxBounds: [w - MARGIN[0], s - MARGIN[1], e + MARGIN[0], n + MARGIN[1]],
    ...FLAT,
    locale: { "Map.Title": "Map. Arrow keys move it, plus and minus zoom, Enter looks up its centre." },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const centre = () => round(map.getCenter());
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(centreButton(() => onPoint(centre())), "top-right");
  map.addControl(new ScaleControl({ unit: "metric", maxWidth: 110 }), "bottom-right");
  map.on("click", ({ lngLat }) => onPoint(round(lngLat)));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") onPoint(centre());
  });
  map.on("moveend", onMove);
  await map.once("style.load");
  return drawnMap(map, container);
}

/** @param {MapLibreMap} map @param {HTMLElement} container @returns {PageMap} */
function drawnMap(map, container) {
  /** @type {string | null} */
  let emphasised = null;
  /** @type {GeoJSON.Feature[]} */
  let features = [];
  /** @type {Style | null} */
  let style = null;
  /** @type {Overlay | null} */
  let overlaid = null;
  /** Whether something could not be loaded since the map was drawn, which MapLibre does not ask for again by itself. */
  let failed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;
  const marker = new Marker({ element: pin(), anchor: "center" });
  const busy = () => container.setAttribute("aria-busy", "true");
  /** Draws the style again; MapLibre changes only what differs. */
  const draw = () => {
    if (!style) return;
    busy();
    map.setStyle(withOverlay(withFound(style, features, emphasised), overlaid), { diff: !failed });
    failed = false;
    // A style that differs in nothing is not drawn again, and the map would never be idle.
    map.triggerRepaint();
  };
  /** @param {LngLatBounds} bounds @param {FitBoundsOptions} options */
  const fit = (bounds, options) => map.fitBounds(bounds, { padding: Math.min(48, map.getContainer().clientHeight / 10), maxZoom: 13, ...options });
  map.on("movestart", busy);
  map.on("dataloading", busy);
  map.on("error", ({ error }) => {
    const { status } = /** @type {{ status?: number }} */ (error);
    // Without a status it is a fault of the style, which no other try mends.
    if (status === undefined) return console.error(error);
    if (status !== 0 && status < 500) return;
    failed = true;
    container.removeAttribute("aria-busy");
    clearTimeout(again);
    again = setTimeout(draw, AGAIN_MS);
  });
  map.on("idle", () => container.removeAttribute("aria-busy"));

  return {
    drawn: true,
    show(next, layers) {
      style = next;
      draw();
      container.dataset.layers = layers.join(" ");
    },
    overlay(next) {
      overlaid = next;
      draw();
    },
    found(next) {
      features = next;
      draw();
    },
    emphasise(family) {
      if (family === emphasised || !style) return;
      emphasised = family;
      busy();
      for (const { id, paint } of foundLayers(style.metadata.halo, emphasised)) {
        for (const [key, value] of Object.entries(paint)) map.setPaintProperty(id, /** @type {"line-width"} */ (key), value);
      }
    },
    mark(point) {
      if (point) marker.setLngLat([point.lon, point.lat]).addTo(map);
      else marker.remove();
    },
    fit(geometries, options = {}) {
      const bounds = new LngLatBounds();
      for (const geometry of geometries) {
        const [w, s, e, n] = box(geometry);
        bounds.extend([w, s]).extend([e, n]);
      }
      if (!bounds.isEmpty()) fit(bounds, options);
    },
    fitBox: ([w, s, e, n], options = {}) => fit(new LngLatBounds([w, s], [e, n]), options),
    library: map,
    jump: ({ lon, lat, zoom }) => map.jumpTo({ center: [lon, lat], zoom }),
    view() {
      const { lat, lng } = map.getCenter();
      return { lat, lon: lng, zoom: map.getZoom() };
    },
  };
}

/**
 * Returns the same URL at this page's origin. The server writes URLs of tiles with the host name
 * that it sees, which may differ behind a proxy; and the page connects to no other server.
 * @param {string} url
 */
function ours(url) {
  const { protocol, pathname, search } = new URL(url, location.href);
  return protocol.startsWith("http") ? `${location.origin}${pathname}${search}` : url;
}

/** Rounds to six decimals, a tenth of a metre: as fine as the server's own conversion. @param {{ lng: number, lat: number }} at */
const round = ({ lng, lat }) => ({ lon: Number(lng.toFixed(6)), lat: Number(lat.toFixed(6)) });

/** @param {() => void} onClick */
function centreButton(onClick) {
  const group = document.createElement("div");
  group.className = "maplibregl-ctrl maplibregl-ctrl-group centre";
  const button = document.createElement("button");
  button.type = "button";
  button.title = "Look up the map’s centre";
  button.setAttribute("aria-label", button.title);
  button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="6"/><path d="M12 2v6M12 16v6M2 12h6M16 12h6"/></svg>';
  button.addEventListener("click", onClick);
  group.append(button);
  return { onAdd: () => group, onRemove: () => group.remove() };
}

function pin() {
  const element = document.createElement("div");
  element.className = "pin";
  return element;
}

/** @returns {PageMap} */
function noMap() {
  const nothing = () => {};
  return { drawn: false, library: null, show: nothing, overlay: nothing, fitBox: nothing, found: nothing, emphasise: nothing, mark: nothing, fit: nothing, jump: nothing, view: () => undefined };
}
