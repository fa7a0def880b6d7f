// @ts-check
/**
 * The first step: a file that is chosen or dropped, or rows that are pasted.
 *
 * @typedef {{ file: Blob, name: string }} Given
 */
import * as api from "../page/api.js";
import { el } from "../page/element.js";
import { problemOf } from "../page/problem.js";
import { save } from "../page/save.js";

/**
 * Makes the step.
 * @param {{ example: string | null, onGiven: (given: Given) => void, announce: (text: string) => void }} options
 */
export function chooser({ example, onGiven, announce }) {
  const input = el("input", { type: "file", id: "bulk-file", accept: ".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values", "aria-describedby": "bulk-private" });
  const pasted = el("textarea", { id: "bulk-pasted", rows: "5", spellcheck: "false", autocomplete: "off", wrap: "off" });
  const said = el("span", { class: "quiet", role: "status" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) onGiven({ file, name: file.name });
  });
  const paste = () => {
    if (!pasted.value.trim()) return void pasted.focus();
    input.value = "";
    onGiven({ file: new Blob([pasted.value]), name: "pasted.csv" });
  };
  const sample = async () => {
    try {
      const begin = example?.split(" ")[0] ?? "";
      const postcodes = await api.suggest(begin || "A", AbortSignal.timeout(10_000));
      const rows = [...postcodes.slice(0, 5), "not a postcode", ""].map((postcode, i) => `${i + 1},Example ${i + 1},${postcode}`);
      save(new Blob([["id,name,postcode", ...rows, ""].join("\r\n")], { type: "text/csv" }), "sample.csv");
      said.textContent = "sample.csv is being downloaded.";
    } catch (thrown) {
      said.textContent = `There is no sample: ${problemOf(thrown).title}.`;
    }
    announce(said.textContent);
  };
  const node = el("section", { class: "bulk-step", "aria-labelledby": "bulk-step1" },
    el("h3", { id: "bulk-step1" }, "1. The list"),
    el("label", { for: "bulk-file" }, "CSV file"),
    el("p", { class: "bulk-hint" }, "With a column of postcodes, or two columns of coordinates. Of any length."),
    input,
    el("details", {},
      el("summary", {}, "Paste rows instead"),
      el("label", { for: "bulk-pasted", class: "heard" }, "Rows"),
      el("p", { class: "bulk-hint" }, "Postcodes, one on each line; or rows copied from a spreadsheet."),
      pasted,
      el("button", { type: "button", class: "bulk-plain", onclick: paste }, "Use these rows")),
    el("p", { class: "bulk-hint" }, el("button", { type: "button", class: "link", onclick: sample }, "Download a sample file"), " ", said));
  return {
    node,
    /** Empties the step. */
    clear() {
      input.value = "";
      pasted.value = "";
      said.textContent = "";
    },
    focus: () => input.focus(),
  };
}
