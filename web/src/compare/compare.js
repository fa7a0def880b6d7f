// @ts-check
/**
 * The view that compares two layers: whether their areas match, where not, and who is affected.
 *
 * The state is the question and what is chosen; the panel and the map are drawn from it. The map's part
 * is in `comparemap.js`.
 *
 * @import { Page, View } from "../page/view"
 * @import { LonLat } from "../page/replies"
 * @import { Comparison } from "./replies"
 * @import { State } from "./state.js"
 */
import * as api from "../page/api.js";
import { el } from "../page/element.js";
import { isAbort, problemOf, showProblem } from "../page/problem.js";
import { answerView } from "./answers.js";
import { datesAgree, defaultPair } from "./choice.js";
import { compareMap } from "./comparemap.js";
import { differenceList } from "./differences.js";
import { downloads, reportAddress } from "./downloads.js";
import { questionForm } from "./form.js";
import * as proposal from "./sent.js";
import { parametersOf, parse, questionOf } from "./state.js";

/** How long the tolerance rests before the server is asked, and the map before the address is written. */
const REST_MS = 150;

/** Makes the view. @param {Page} page @returns {View} */
export function create(page) {
  const { panel, layers, announce } = page;
  const pair = defaultPair(layers);
  if (!pair) return { show: () => panel.replaceChildren(el("h2", {}, "Compare"), el("p", {}, "The data has only one layer. A comparison needs two.")) };

  /** @type {State} */
  let state = { a: pair[0], b: pair[1], sent: null, dates: null, tolerance: null, weight: null, difference: null, map: "lines" };
  /** @type {Comparison | null} */
  let answer = null;
  /** What the answer, or the one that is awaited, is to; empty if it must be asked again. */
  let asked = "";
  let people = false;
  let isHere = false;
  let asking = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let sliding;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let moving;

  const map = compareMap(page, { onMode: (mode) => go({ map: mode }), onDifference: (number) => choose(number, true), onProblem: mapFailed });
  const form = questionForm({ layers, onChange: go, onSlide: slide });
  const differences = differenceList((number) => choose(number, true));
  const answers = answerView(differences.node, map.actions);
  const note = el("p", { class: "note", hidden: true });
  const problem = el("div", {});
  const mapProblem = el("div", { class: "map-problem" });
  const take = el("section", { class: "take" });
  const region = el("div", { class: "compare-region" }, answers.node);
  region.hidden = true;
  panel.classList.add("compare-ui");
  panel.replaceChildren(el("h2", {}, "Do two sets of areas match?"), note, form.node, mapProblem, problem, region, take);

  /** @param {"push" | "replace"} how */
  const remember = (how) => page.remember(parametersOf(state), how);

  /** Changes the state, as a step that the back button undoes. @param {Partial<State>} change */
  function go(change) {
    clearTimeout(sliding);
    const before = { ...state };
    state = { ...state, ...change };
    if (before.a !== state.a || before.b !== state.b || before.sent !== state.sent || before.tolerance !== state.tolerance || before.weight !== state.weight) state.difference = null;
    note.hidden = true;
    remember("map" in change ? "replace" : "push");
    refresh();
    if (before.a !== state.a || before.sent !== state.sent) map.fitLayer(state);
  }

  /** Follows the tolerance while it moves; the address is written when it rests. @param {number} tolerance */
  function slide(tolerance) {
    clearTimeout(sliding);
    form.working(true);
    sliding = setTimeout(() => {
      state = { ...state, tolerance, difference: null };
      refresh();
    }, REST_MS);
  }

  /** Draws everything from the state, and asks the server if the question is new. */
  function refresh() {
    form.show(state, people);
    if (isWaiting()) return wait();
    showDownloads();
    map.show(state, answer);
    const question = JSON.stringify([state.a, state.b, state.sent?.text, questionOf(state)]);
    if (question !== asked) {
      asked = question;
      return ask();
    }
    form.working(asking.signal.aborted === false && region.ariaBusy === "true");
    return showChosen(false);
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    region.ariaBusy = "true";
    form.working(true);
    try {
      const next = await (state.sent ? proposal.compare(state.sent, state.b, questionOf(state), signal) : api.compare(state.a, state.b, questionOf(state), signal));
      answer = next;
      if (!state.weight) people = next.manifest.question.weight === "people";
      const focused = problem.contains(document.activeElement);
      problem.replaceChildren();
      region.hidden = take.hidden = false;
      form.show(state, people);
      form.answered(next);
      answers.show(next);
      if (focused) answers.focus();
      differences.show(next);
      map.answered(state, next);
      announce(next.answers[0]?.sentence ?? "");
      showChosen(false);
    } catch (thrown) {
      if (!isAbort(thrown)) fail(thrown);
    } finally {
      if (asking.signal === signal) {
        region.ariaBusy = null;
        form.working(false);
      }
    }
  }

  /** Whether a proposal takes the place of A, and none is open yet. */
  const isWaiting = () => state.a === proposal.PROPOSAL && !state.sent;

  /** Shows no answer until a proposal is open. */
  function wait() {
    asking.abort();
    asked = "";
    answer = null;
    region.hidden = take.hidden = true;
    problem.replaceChildren();
    form.working(false);
  }

  /** Says what went wrong, where the answer would be. @param {unknown} thrown */
  function fail(thrown) {
    const found = problemOf(thrown);
    asked = "";
    region.hidden = take.hidden = true;
    showProblem(problem, found);
    problem.firstElementChild?.append(el("button", { type: "button", class: "again", onclick: again }, "Try again"));
    announce(`${found.title}. ${found.detail}`);
  }

  function again() {
    map.renew();
    asked = "";
    refresh();
  }

  /** Says that the map could not be drawn; null takes it back. @param {unknown} thrown */
  function mapFailed(thrown) {
    if (thrown === null) return mapProblem.replaceChildren();
    const { detail, title } = problemOf(thrown);
    mapProblem.replaceChildren(el("p", { class: "note" }, `The map could not be drawn. ${detail || title} `,
      el("button", { type: "button", class: "link", onclick: again }, "Draw it again")));
  }

  /** Shows the chosen difference, if the answer has it. @param {boolean} going the map goes there */
  function showChosen(going) {
    const known = answer?.differences.some(({ number }) => number === state.difference);
    if (answer && !known && state.difference !== null) {
      state.difference = null;
      remember("replace");
    }
    differences.choose(state.difference);
    return map.choose(state.difference, going);
  }

  /** Chooses a difference, as a step that the back button undoes. @param {number} number @param {boolean} going */
  function choose(number, going) {
    const isNew = number !== state.difference;
    state = { ...state, difference: number };
    if (isNew) remember("push");
    announce(differences.spoken(number));
    return showChosen(going);
  }

  function showDownloads() {
    const { sent } = state;
    take.replaceChildren(
      el("h3", {}, "Take it with you"),
      ...(sent ? [] : [el("p", {}, el("a", { href: reportAddress(state, { f: "html" }), target: "_blank", rel: "noopener" }, "Open the report"), el("span", { class: "quiet" }, " in a new tab"))]),
      downloads(state, sent));
  }

  return {
    async show(params) {
      const { state: read, unknown } = parse(params, layers);
      const a = read.a ?? (pair[0] === read.b ? pair[1] : pair[0]);
      const b = read.b ?? (pair[1] === a ? pair[0] : pair[1]);
      state = { ...state, ...read, a, b, sent: a === proposal.PROPOSAL ? state.sent : null, dates: read.dates && datesAgree(layers, a, b, read.dates) ? read.dates : null };
      note.hidden = !unknown.length;
      note.textContent = `The data has no layer called ${unknown.map((id) => `“${id}”`).join(" or ")}. Others are shown in its place.`;
      const entering = !isHere;
      if (entering) {
        isHere = true;
        asked = "";
        map.enter();
        if (!params.has("at")) map.fitLayer(state);
      }
      await refresh();
      if (!isHere) return;
      remember("replace");
      if (entering && !params.has("at") && state.difference !== null) await map.choose(state.difference, true);
      if (state.weight && !people && entering) askForPeople();
    },
    leave() {
      isHere = false;
      clearTimeout(sliding);
      clearTimeout(moving);
      asking.abort();
      asked = "";
      map.leave();
    },
    point: (/** @type {LonLat} */ point) => void map.point(point),
    moved() {
      // The page moves the map before it shows the address to which the reader goes back.
      clearTimeout(moving);
      moving = setTimeout(() => isHere && remember("replace"), REST_MS);
    },
    restyle: () => void (isWaiting() || map.show(state, answer)),
  };

  /** Finds out whether people can be counted: what the server counts unless it is told. */
  async function askForPeople() {
    const reply = await api.compare(state.a, state.b, {}).catch(() => null);
    people = reply?.manifest.question.weight === "people";
    form.show(state, people);
  }
}
