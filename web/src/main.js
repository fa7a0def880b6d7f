/**
 * Wires the page together. The state is small and lives here: the day, the
 * switches, what was looked up. Everything else is drawn from it.
 */
import * as api from "./api.js";
import { showAnswer, showProblem, spoken } from "./answer.js";
import { drawn, extent, onDay } from "./catalogue.js";
import { dateBox, today } from "./dates.js";
import { byFamily } from "./families.js";
import { showSwitches } from "./layers.js";
import { createMap } from "./map.js";
import { parse, write } from "./permalink.js";
import { postcodeBox } from "./postcodebox.js";

const DEFAULT_LAYERS = ["place", "lad"];
const byId = (id) => document.getElementById(id);
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => (dark.matches ? "dark" : "light");

/**
 * What was looked up at each step of the browser's history. It is kept here and not
 * in the address: a browser keeps addresses, and may send them to its maker.
 */
const lookups = new Map();
let steps = 0;
// Steps of this page, not of one that was here before a reload.
let step = `${performance.timeOrigin}.${steps}`;

/** { on, layers: Set, postcode | point } */
const state = read();
let collections = [];
let titles = new Map();
let map = null;
let answer = null;
/** Only the newest question may be answered. */
let asking = new AbortController();

const dates = dateBox({
  input: byId("date"),
  buttons: [...document.querySelectorAll("[data-moment]")],
  onDate: (on) => go({ on }),
});
postcodeBox({
  form: byId("search"),
  input: byId("postcode"),
  list: byId("suggestions"),
  onPostcode: (postcode) => go({ postcode, point: undefined }),
});
byId("copy").addEventListener("click", copyLink);
byId("clear").addEventListener("click", () => {
  go({ postcode: undefined, point: undefined });
  byId("postcode").value = "";
  byId("postcode").focus();
});
byId("skip").addEventListener("click", (event) => {
  // The fragment is the permalink's: a skip link must not overwrite it.
  event.preventDefault();
  (document.querySelector(".maplibregl-canvas") ?? byId("map")).focus();
});
addEventListener("popstate", () => {
  const { at } = parse(location.hash);
  step = history.state?.step ?? step;
  Object.assign(state, { postcode: undefined, point: undefined }, read());
  if (at) map.jump(at);
  refresh();
});
dark.addEventListener("change", () => map?.theme(theme()));

await start();

async function start() {
  dates.show(state.on);
  try {
    const catalogue = await api.collections();
    collections = catalogue.collections;
    byId("attribution").textContent = catalogue.attribution;
  } catch (problem) {
    return fail(problem);
  }
  titles = new Map(collections.map((layer) => [layer.id, layer]));
  const { at } = parse(location.hash);
  map = await createMap({
    container: byId("map"),
    extent: extent(collections) ?? [-6.4, 49.8, 1.8, 55.9],
    at,
    theme: theme(),
    onPoint: (point) => go({ point, postcode: undefined }),
    onMove: () => map && remember("replace"),
  });
  byId("nomap").hidden = map.drawn;
  for (const { id } of onDay(collections, state.on).backdrop) api.items(id).then(map.land, fail);
  await refresh({ arriving: !at });
  // A link that was opened may have had a lookup in it.
  remember("replace");
  document.documentElement.dataset.ready = "true";
}

/** State from the URL, with the page's defaults, and what was looked up at this step. */
function read() {
  const { on = today(), layers = DEFAULT_LAYERS, postcode, point } = parse(location.hash);
  const lookup = postcode || point ? { postcode, point } : lookups.get(history.state?.step);
  return { on, layers: new Set(layers), ...lookup };
}

/** Writes the state to the URL's fragment: as a new step, or in place of this one. */
function remember(how) {
  const { on, layers, postcode, point } = state;
  const fragment = write({ on, layers, at: map?.view() });
  if (how === "push") step = `${performance.timeOrigin}.${(steps += 1)}`;
  lookups.set(step, { postcode, point });
  if (how === "push" || fragment !== location.hash) history[`${how}State`]({ step }, "", fragment);
}

/** A link to all that is shown, what was looked up included, for whoever asks for it. */
function permalink() {
  return `${location.origin}/${write({ ...state, at: map?.view() })}`;
}

/** A step that the back button undoes. */
function go(change) {
  Object.assign(state, change);
  // Asked before the page is ready: the start answers it.
  if (!map) return;
  remember("push");
  const asked = "postcode" in change || "point" in change;
  return refresh({ arriving: Boolean(change.postcode), asked });
}

/** Draws all from the state. `arriving`: the map may move to what is found. */
async function refresh({ arriving = false, asked = false } = {}) {
  dates.show(state.on);
  showSwitches(byId("switches"), onDay(collections, state.on), state.layers, throwSwitch);
  await Promise.all([showLayers(), lookUp({ arriving, asked })]);
}

function throwSwitch(key, on) {
  if (on) state.layers.add(key);
  else state.layers.delete(key);
  remember("replace");
  showLayers();
}

async function showLayers() {
  if (!map.drawn) return;
  const { on } = state;
  const wanted = drawn(onDay(collections, on), state.layers);
  const keys = [...state.layers].join();
  try {
    const layers = await Promise.all(wanted.map(async (layer) => ({ layer, collection: await api.items(layer.id) })));
    // A switch or a date may have changed while this was on its way.
    if (on === state.on && keys === [...state.layers].join()) map.show(layers);
  } catch (problem) {
    fail(problem);
  }
}

async function lookUp({ arriving, asked }) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { postcode, point, on } = state;
  const nothing = !postcode && !point;
  byId("prompt").hidden = !nothing;
  byId("tools").hidden = nothing;
  if (nothing) return settle(null);
  if (postcode) byId("postcode").value = postcode;
  byId("answer").setAttribute("aria-busy", "true");
  try {
    const reply = await api.lookup({ postcode, point, on }, signal);
    showAnswer(byId("answer"), reply, { titles, onEmphasise: map.emphasise, onShow: showArea });
    byId("status").textContent = spoken(reply);
    if (asked) byId("panel").scrollTop = 0;
    await settle(reply, arriving);
  } catch (problem) {
    if (problem.name !== "AbortError") fail(problem);
  } finally {
    if (asking.signal === signal) byId("answer").removeAttribute("aria-busy");
  }
}

/** Puts an answer on the map; null clears it. */
async function settle(reply, arriving = false) {
  answer = reply;
  map.emphasise(null);
  map.mark(reply?.point ?? null);
  if (!reply) {
    byId("answer").replaceChildren();
    byId("status").textContent = "";
    map.found([]);
    return;
  }
  if (!map.drawn) return;
  const found = await Promise.all(reply.areas.map(async ({ family, layer, code }) => ({ family, geometry: await outline(layer, code) })));
  if (answer !== reply) return;
  const outlined = found.filter(({ geometry }) => geometry);
  map.found(outlined);
  if (arriving) {
    const [first] = [...outlined].sort(byFamily);
    if (first) map.fit([first.geometry], { maxZoom: 10 });
  }
}

async function outline(layer, code) {
  return (await api.item(layer, code)).geometry;
}

async function showArea({ layer, code, family }) {
  map.emphasise(family);
  const geometry = await outline(layer, code);
  if (geometry) map.fit([geometry]);
}

function fail(problem) {
  const shown = problem instanceof api.Problem ? problem : new api.Problem("Something went wrong", problem.message);
  settle(null);
  byId("prompt").hidden = true;
  showProblem(byId("answer"), shown);
  byId("status").textContent = `${shown.title}. ${shown.detail}`;
}

async function copyLink() {
  const said = await navigator.clipboard.writeText(permalink()).then(
    () => "Link copied",
    () => "This browser does not let it be copied",
  );
  byId("copied").textContent = said;
  setTimeout(() => (byId("copied").textContent = ""), 4000);
}

/** Read-only, for the browser tests: what is shown, not how. */
window.coterm = Object.freeze({
  answer: () => structuredClone(answer),
  layers: () => map?.layers() ?? [],
  permalink,
  project: (point) => map.project(point),
  still: () => Boolean(map?.still()),
});
