// @ts-check
/** Shows what went wrong, where the answer would be, in the server's words. */
import { Problem } from "./api.js";
import { el } from "./element.js";

/** Returns what was thrown as a problem that can be shown. @param {unknown} thrown */
export const problemOf = (thrown) => (thrown instanceof Problem ? thrown : new Problem("Something went wrong", String(thrown)));

/** Whether work was given up because newer work has replaced it. @param {unknown} thrown */
export const isAbort = (thrown) => thrown instanceof Error && thrown.name === "AbortError";

/** Shows why there is no answer. @param {HTMLElement} container @param {{ title: string, detail: string }} problem */
export function showProblem(container, { title, detail }) {
  container.replaceChildren(
    el("div", { class: "problem" },
      el("h2", { tabindex: "-1" }, title),
      detail && detail !== title ? el("p", {}, detail) : null),
  );
}
