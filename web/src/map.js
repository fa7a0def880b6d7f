/**
 * The map: draws layers, what was found, and a marker. Knows nothing of the
 * server or the panel. Where WebGL is missing `createMap` gives a stand-in that
 * takes the same calls and draws nothing, so that lookups still work.
 */
import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "/vendor/maplibre-gl/maplibre-gl.mjs";
import * as drawing from "./drawing.js";
import { labelPoint } from "./labelpoint.js";

// Same origin, no query: the server then needs only one path for it.
setWorkerUrl("/vendor/maplibre-gl/maplibre-gl-worker.mjs");

const NOTHING = { type: "FeatureCollection", features: [] };
/** Degrees around the data that one may pan to. */
const MARGIN = [1.6, 0.9];

export function hasWebGL() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/**
 * Makes the map. `extent` is [w, s, e, n]; `at` is where a permalink points;
 * `onPoint({lon, lat})` is called for a click, and for the centre on Enter.
 */
export async function createMap({ container, extent, at, theme, onPoint, onMove }) {
  if (!hasWebGL()) return noMap();
  const [w, s, e, n] = extent;
  const map = new MapLibre({
    container,
    style: drawing.ground(theme),
    ...(at ? { center: [at.lon, at.lat], zoom: at.zoom } : { bounds: [w, s, e, n], fitBoundsOptions: { padding: 16 } }),
    maxBounds: [w - MARGIN[0], s - MARGIN[1], e + MARGIN[0], n + MARGIN[1]],
    maxZoom: 16,
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
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
  return drawnMap(map, theme);
}

function drawnMap(map, firstTheme) {
  let theme = firstTheme;
  let emphasised = null;
  let shown = [];
  /** layer id -> { layer, points, on } */
  const known = new Map();
  const marker = new Marker({ element: pin(), anchor: "center" });

  const setData = (source, features) => map.getSource(source).setData({ type: "FeatureCollection", features });
  const specs = () => [
    ...drawing.groundLayers(theme),
    ...[...known.values()].flatMap(({ layer }) => drawing.areaLayers(layer, theme)),
    ...drawing.foundLayers(theme, emphasised),
    drawing.labelLayer(theme),
  ];
  const repaint = () => {
    for (const { id, paint } of specs()) {
      for (const [key, value] of Object.entries(paint)) map.setPaintProperty(id, key, value);
    }
  };

  function add(layer, collection) {
    const features = collection.features.map((feature, i) => ({
      ...feature,
      properties: { ...feature.properties, tint: i % 5 },
    }));
    const points = features
      .map(({ properties, geometry }) => ({ name: properties.name, point: labelPoint(geometry) }))
      .filter(({ point }) => point);
    map.addSource(layer.id, { type: "geojson", data: { type: "FeatureCollection", features } });
    for (const spec of drawing.areaLayers(layer, theme)) {
      map.addLayer(spec, spec.type === "fill" ? drawing.SHELF.fills : drawing.SHELF.lines);
    }
    known.set(layer.id, { layer, points, on: false });
  }

  return {
    drawn: true,
    land: (collection) => map.getSource("land").setData(collection),

    /** Draws exactly these layers: [{ layer, collection }], the most important first. */
    show(layers) {
      const wanted = new Set(layers.map(({ layer }) => layer.id));
      for (const { layer, collection } of layers) if (!known.has(layer.id)) add(layer, collection);
      // Two fills on top of each other make a third colour, which would mean nothing.
      const filled = layers.find(({ layer }) => map.getLayer(`${layer.id}-fill`))?.layer.id;
      for (const [id, entry] of known) {
        entry.on = wanted.has(id);
        for (const { id: part, type } of drawing.areaLayers(entry.layer, theme)) {
          const visible = entry.on && (type === "line" || id === filled);
          map.setLayoutProperty(part, "visibility", visible ? "visible" : "none");
        }
      }
      for (const { layer } of [...layers].reverse()) map.moveLayer(`${layer.id}-line`, drawing.SHELF.lines);
      shown = layers.map(({ layer }) => layer.id);
      setData("labels", drawing.labelFeatures([...known.values()].filter(({ on }) => on)));
    },

    /** Outlines what was found: [{ family, geometry }]. */
    found: (areas) => setData("found", drawing.foundFeatures(areas)),

    /** Brings one family's outline forward; null puts all back. */
    emphasise(family) {
      emphasised = family;
      repaint();
    },

    mark(point) {
      if (point) marker.setLngLat([point.lon, point.lat]).addTo(map);
      else marker.remove();
    },

    fit(geometries, options = {}) {
      const bounds = new LngLatBounds();
      for (const geometry of geometries) {
        const [w, s, e, n] = drawing.box(geometry);
        bounds.extend([w, s]).extend([e, n]);
      }
      if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: Math.min(48, map.getContainer().clientHeight / 10), maxZoom: 13, ...options });
    },

    contains: ({ lon, lat }) => map.getBounds().contains([lon, lat]),
    jump: ({ lon, lat, zoom }) => map.jumpTo({ center: [lon, lat], zoom }),
    view() {
      const { lat, lng } = map.getCenter();
      return { lat, lon: lng, zoom: map.getZoom() };
    },
    theme(next) {
      theme = next;
      repaint();
    },

    /** For tests: which layers are drawn, where a point is on the page, and whether all is still. */
    layers: () => [...shown],
    project({ lon, lat }) {
      const { x, y } = map.project([lon, lat]);
      const { left, top } = map.getContainer().getBoundingClientRect();
      return { x: left + x, y: top + y };
    },
    still: () => map.loaded() && !map.isMoving(),
  };
}

/** Six decimals are a tenth of a metre: as fine as the server's own conversion. */
const round = ({ lng, lat }) => ({ lon: Number(lng.toFixed(6)), lat: Number(lat.toFixed(6)) });

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

function noMap() {
  const nothing = () => {};
  return {
    drawn: false, land: nothing, show: nothing, found: nothing, emphasise: nothing, mark: nothing, fit: nothing,
    jump: nothing, theme: nothing, contains: () => true, view: () => null, layers: () => [], still: () => true,
  };
}
