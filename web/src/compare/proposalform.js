// @ts-check
/**
 * The choice of a proposal in the place of layer A: the one that is being painted, or a file.
 *
 * @import { State } from "./state.js"
 */
import { el } from "../page/element.js";
import { painted } from "../page/painted.js";
import { ACCEPT, ofFile, ofPainted, PROPOSAL } from "./sent.js";

/** @param {(change: Partial<State>) => void} onChange the reader has chosen a proposal */
export function proposalForm(onChange) {
  const name = el("p", { class: "chosen", id: "compare-proposal" });
  const problem = el("p", { class: "note", role: "alert", hidden: true });
  const file = el("input", { type: "file", id: "compare-file", accept: ACCEPT, onchange: open });
  const own = el("button", { type: "button", onclick: take });
  const about = el("p", { class: "quiet" }, "A scenario in TOML, JSON or CSV, as Propose saves it. coterm’s own server compares it and writes nothing of it down.");
  const node = el("div", { class: "side a proposal" },
    el("b", { class: "letter a" }, "A"),
    el("div", {}, name, el("div", { class: "open" }, file, el("label", { for: file.id, class: "button" }, "Open a file"), own), about, problem));

  /** @param {string} [why] */
  function fail(why) {
    problem.textContent = why ?? "";
    problem.hidden = !why;
  }

  async function open() {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const sent = await ofFile(chosen);
    file.value = "";
    if (!sent) return fail(`${chosen.name} is no scenario. Choose a .toml, .json or .csv file; open any other file in Propose first.`);
    fail();
    onChange({ a: PROPOSAL, sent, dates: null });
  }

  function take() {
    const now = painted();
    if (now) onChange({ a: PROPOSAL, sent: ofPainted(now), dates: null });
  }

  return {
    node,
    /** Begins with what is being painted; false if there is nothing. */
    begin() {
      take();
      return Boolean(painted());
    },
    /** @param {State} state */
    show({ a, sent }) {
      const now = painted();
      node.hidden = a !== PROPOSAL;
      own.hidden = !now;
      own.textContent = now ? `${sent?.title === now.title ? "Compare again" : "Take"} “${now.title}”, which you are painting` : "";
      name.textContent = sent ? sent.title : "No proposal is open yet.";
    },
  };
}
