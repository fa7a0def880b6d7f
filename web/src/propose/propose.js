// @ts-check
/**
 * The view that proposes areas: paint them from building blocks, see at once what they mean, and take
 * them away as files. A session is kept in memory for each ground, so that nothing is lost by looking at another view.
 *
 * @import { Page, View } from "../page/view"
 * @import { Setup } from "./session.js"
 * @import { Studio } from "./studio.js"
 */
import * as api from "../page/api.js";
import { el } from "../page/element.js";
import { offerPainted } from "../page/painted.js";
import { isAbort, problemOf } from "../page/problem.js";
import { newProposal } from "./assignment.js";
import { indexBlocks } from "./blocks.js";
import { blocksOfDistricts, groundName } from "./ground.js";
import { kept, keptOf } from "./keep.js";
import { openFile } from "./opener.js";
import { planOfLayer, proposalOf } from "./plan.js";
import * as requests from "./requests.js";
import { readScenario } from "./scenariofile.js";
import { addEntry, newSession, paintedIn } from "./session.js";
import { createSetup, usual } from "./setup.js";
import { createStudio } from "./studio.js";

/** Makes the view. @param {Page} page @returns {View} */
export function create(page) {
  const { panel, map } = page;
  /** @type {Studio | null} */
  let studio = null;
  /** The studios of other grounds, as they were left. @type {Map<string, Studio>} */
  const studios = new Map();
  let loading = new AbortController();
  let isShown = false;
  const titleOf = (/** @type {string} */ id) => page.layers.find((layer) => layer.id === id)?.title ?? id;
  const keyOf = (/** @type {Setup} */ { within, start, against, weight }) => [within, start, against, weight].join("|");

  addEventListener("beforeunload", (event) => {
    const all = [...studios.values()];
    if (all.some(({ session }) => session.entries.some(({ saved }) => !saved))) event.preventDefault();
  });

  /** @param {Setup} setup @returns {Record<string, string>} */
  const stateOf = ({ within, start, against, weight }) => Object.fromEntries(Object.entries({ within, start: start || "none", against, weight }).filter(([, value]) => value));

  /** Shows the form. @param {Setup} setup @param {string} [why] a problem to tell */
  function showSetup(setup, why) {
    leaveStudio();
    const form = createSetup(page, setup, { onStart: (chosen, file) => start(chosen, file, "push"), onKept: continueKept });
    if (why) form.problem.replaceChildren(el("div", { class: "problem" }, el("p", {}, why)));
    panel.replaceChildren(
      el("h2", { tabindex: -1 }, "Propose areas"),
      el("p", { class: "lead" }, "Paint areas from building blocks, and see at once how large they are, whether they are in one piece, and what they split."),
      form.node,
      studios.size ? el("section", { class: "part" }, el("h3", {}, "Go on with"), ...[...studios.values()].map((one) => el("button", { type: "button", class: "plain", onclick: () => enter(one, "push") }, `${one.session.entries.map(({ proposal }) => proposal.title).join(", ")}`))) : "",
    );
    drawBackground(setup);
  }
  /** Draws districts while nothing is painted yet. @param {Setup} setup */
  async function drawBackground(setup) {
    if (!map.drawn) return;
    const ids = [setup.start, setup.against].filter((id) => page.layers.some((layer) => layer.id === id));
    const style = await api.style(ids.length ? ids : [page.layers[0].id], page.theme()).catch(() => null);
    if (style && isShown && !studio) map.show(style, ids);
  }
  function leaveStudio() {
    studio?.leave();
    studio = null;
  }
  /** Shows a studio. @param {Studio} one @param {"push" | "replace"} how @param {boolean} [fit] */
  async function enter(one, how, fit = false) {
    leaveStudio();
    studio = one;
    offerPainted(() => paintedIn(one.session));
    panel.replaceChildren(el("h2", { tabindex: -1 }, "Propose areas"), one.node);
    page.remember(stateOf(one.session.setup), how);
    try {
      await one.enter();
      if (fit && studio === one) one.fit();
    } catch (thrown) {
      const { title, detail } = problemOf(thrown);
      page.announce(`The map cannot be drawn. ${title}. ${detail}`);
    }
  }
  /**
   * Loads the blocks of a ground and starts a session.
   * @param {Setup} setup @param {File | null} file @param {"push" | "replace"} how @param {(session: import("./session.js").Session) => void} [fill] adds the proposals
   * @param {boolean} [fit] whether the map moves to the ground
   */
  async function start(setup, file, how, fill, fit = true) {
    const known = studios.get(keyOf(setup));
    if (known) {
      await enter(known, how);
      // What is begun again stands beside what there is, which is not lost.
      if (file) await known.addFile(file);
      else if (how === "push" && !fill) known.addFresh(freshProposal(known.session, setup.kind));
      return;
    }
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    leaveStudio();
    panel.replaceChildren(el("h2", { tabindex: -1 }, "Propose areas"), el("p", { role: "status" }, "Loading the building blocks…"));
    try {
      const reply = await requests.blocks({ within: setup.within, weight: setup.weight, layers: setup.start ? [setup.start] : [] }, signal);
      const session = newSession(setup, indexBlocks(reply, await blocksOfDistricts(reply, signal)));
      const { blocks } = session;
      if (!blocks.size) throw new Error("There are no building blocks on this ground.");
      if (fill) fill(session);
      else await begin(session, file);
      const studioOf = createStudio(page, session, {
        titleOf,
        groundName: await groundName(setup.within),
        onReload: () => {
          studios.delete(keyOf(setup));
          start(setup, null, "replace", refill(session.entries.map(({ proposal }) => keptOf(blocks, proposal))));
        },
        onChange: () => showSetup(setup),
      });
      if (signal.aborted) return;
      studios.set(keyOf(setup), studioOf);
      studioOf.chooseFirst();
      if (!session.entries[0].proposal.areas.length) studioOf.add();
      session.entries.forEach((entry) => (entry.saved = true));
      if (!isShown) return;
      const entered = enter(studioOf, how, fit);
      // Before the map is drawn: later it would take the focus from what the reader has chosen by then.
      /** @type {HTMLElement | null} */ (panel.querySelector("h2"))?.focus();
      await entered;
    } catch (thrown) {
      if (isAbort(thrown) || signal.aborted) return;
      const { title, detail } = problemOf(thrown);
      const why = thrown instanceof Error && thrown.name === "Error" ? thrown.message : `${title}. ${detail}`;
      showSetup(setup, file ? `${file.name} cannot be opened. ${why}` : why);
      page.announce(why);
    }
  }
  /** Makes the first proposal of a session. @param {import("./session.js").Session} session @param {File | null} file */
  async function begin(session, file) {
    const { blocks, setup } = session;
    if (!file) return void addEntry(session, freshProposal(session, setup.kind));
    const plan = await openFile(file, blocks);
    addEntry(session, proposalOf(plan), plan);
  }
  /** Makes a proposal of what the session starts from. @param {import("./session.js").Session} session @param {string} kind */
  function freshProposal({ blocks, setup, entries }, kind) {
    const title = `Proposal ${entries.length + 1}`;
    const proposal = setup.start in blocks.layers ? proposalOf(planOfLayer(blocks, setup.start, title)) : newProposal(blocks.size, title);
    return Object.assign(proposal, { kind });
  }
  /** Goes on with what this browser keeps. */
  function continueKept() {
    const saved = kept();
    if (!saved) return showSetup(usual(page.layers), "Nothing is kept in this browser any more.");
    start(saved.setup, null, "push", refill(saved.proposals));
  }
  /** Returns what fills a session with these proposals. @param {import("./keep.js").Kept["proposals"]} documents @returns {(session: import("./session.js").Session) => void} */
  const refill = (documents) => (session) => {
    for (const document of documents) addEntry(session, proposalOf(readScenario({ ...document, areas: document.area }, session.blocks)));
    session.chosen = 0;
  };
  /** Reads the address; layers that do not exist are left out. @param {URLSearchParams} state @returns {Setup} */
  function setupOf(state) {
    const first = usual(page.layers);
    const layer = (/** @type {string} */ name, /** @type {string} */ otherwise) => {
      const id = state.get(name) ?? otherwise;
      return page.layers.some((one) => one.id === id && one.role === "primary") ? id : "";
    };
    return { within: state.get("within") ?? "", start: layer("start", ""), against: layer("against", ""), weight: state.get("weight") ?? "", kind: first.kind };
  }

  return {
    show(state) {
      isShown = true;
      if (!["within", "start", "against"].some((name) => state.has(name))) return showSetup(usual(page.layers));
      const setup = setupOf(state);
      if (studio && keyOf(studio.session.setup) === keyOf(setup)) return enter(studio, "replace");
      // A link that names a place on the map leads there.
      return start(setup, null, "replace", undefined, !state.has("at"));
    },
    leave() {
      isShown = false;
      loading.abort();
      leaveStudio();
    },
    point: (at) => studio?.point(at),
    moved() {
      if (!studio) return;
      page.remember(stateOf(studio.session.setup), "replace");
      studio.moved();
    },
    restyle() {
      if (studio) studio.draw().catch(() => {});
      else drawBackground(usual(page.layers));
    },
  };
}
