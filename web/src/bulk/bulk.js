// @ts-check
/**
 * The view that looks a list up: a CSV of any length, which gets columns of areas. The file is read and
 * sent a piece at a time and is stored nowhere. The address has the day and the families only.
 *
 * @import { Page, View } from "../page/view"
 * @import { Wanted } from "./areastep.js"
 * @import { Given } from "./chooser.js"
 * @import { Place } from "./columns.js"
 * @import { Chosen } from "./columnstep.js"
 * @import { Written } from "./written.js"
 */
import { el } from "../page/element.js";
import { count, isDay } from "../page/format.js";
import { areaStep, familiesOn, today } from "./areastep.js";
import { chooser } from "./chooser.js";
import { commandOf, placeOf, placeParameter } from "./columns.js";
import { columnStep } from "./columnstep.js";
import { isUtf8File } from "./encodingscan.js";
import { LONGEST_ROW } from "./pieces.js";
import { preview } from "./preview.js";
import { picker } from "./sinks.js";
import { work } from "./work.js";
import { Unreadable, writtenAs } from "./written.js";

/** @typedef {Given & { list: Written, place: Place | undefined, chosen: Chosen }} Ready a list that can be read */

/** Makes the view. @param {Page} page @returns {View} */
export function create(page) {
  /** @type {Wanted} */
  let wanted = { on: "", without: new Set() };
  /** @type {Ready | null} */
  let ready = null;
  /** @type {AbortController | null} */
  let running = null;
  /** Counts what was given, so that only the newest is shown. */
  let newest = 0;

  const step1 = chooser({ example: page.catalogue.example_postcode, onGiven: take, announce: page.announce });
  const step2 = el("div", {});
  const step3 = el("div", {});
  const go = el("div", { class: "bulk-step bulk-go" });
  const inputs = el("fieldset", { class: "bulk-inputs" }, el("legend", { class: "heard" }, "The list and the areas to add"), step1.node, step2, step3);
  const results = el("div", { class: "bulk-results" });
  const left = el("div", { class: "bulk-left" },
    el("h2", {}, "Look up a list"),
    el("p", { class: "bulk-lede" }, "Add the areas to each row of a CSV file."),
    el("p", { class: "bulk-private", id: "bulk-private" }, `The rows go to this coterm server (${location.host}) and nowhere else. Neither it nor this page keeps them.`),
    inputs, go);
  page.panel.replaceChildren(left, results);

  const parameters = () => {
    const families = familiesOn(page, wanted.on);
    const some = families.filter(({ family }) => !wanted.without.has(family)).map(({ family }) => family);
    return { on: wanted.on || today(), ...(some.length < families.length && { family: some.join(",") }) };
  };

  /** Reads the beginning of a list. @param {Given} given @param {Chosen} [chosen] */
  async function take({ file, name }, chosen = {}) {
    const mine = ++newest;
    try {
      const bytes = new Uint8Array(await file.slice(0, LONGEST_ROW).arrayBuffer());
      const encoding = chosen.encoding ?? ((await isUtf8File(file)) ? "utf-8" : "windows-1252");
      if (mine !== newest) return;
      const list = writtenAs(bytes, { ...chosen, encoding, whole: bytes.length === file.size });
      ready = { file, name, list, place: placeOf(list.names, list.sample), chosen };
      results.replaceChildren(preview(list, ready.place, name, file.size));
      page.announce(`${name}: ${count(list.names.length, "column")}. ${ready.place ? "" : "Choose the column to look up."}`);
    } catch (thrown) {
      if (mine !== newest) return;
      ready = null;
      const why = thrown instanceof Unreadable ? thrown.message : "The browser cannot read this file. Has it been moved or changed? Choose it again.";
      results.replaceChildren(el("div", { class: "problem", role: "alert" }, el("h3", {}, "This list cannot be read"), el("p", {}, why)));
    }
    fill();
  }

  /** Shows the steps as the state says. */
  function fill() {
    const focused = document.activeElement?.id;
    const open = step2.querySelector("details")?.open;
    step2.replaceChildren(...(ready ? [columnStep({
      list: ready.list,
      place: ready.place,
      onWritten: (chosen) => ready && take(ready, { ...ready.chosen, ...chosen }),
      onPlace(place) {
        if (!ready) return;
        ready.place = place;
        results.replaceChildren(preview(ready.list, place, ready.name, ready.file.size));
        fillGo();
      },
    })] : [el("section", { class: "bulk-step", "aria-labelledby": "bulk-step2" }, el("h3", { id: "bulk-step2" }, "2. Where each row is"), el("p", { class: "bulk-hint" }, "Choose a list first."))]));
    const details = step2.querySelector("details");
    if (details && open) details.open = true;
    step3.replaceChildren(areaStep(page, wanted, (next) => {
      wanted = next;
      remember("push");
      fill();
    }));
    fillGo();
    if (focused?.startsWith("bulk-")) document.getElementById(focused)?.focus();
    if (!ready && !results.childElementCount) results.replaceChildren(dropHere());
  }

  function fillGo() {
    const families = familiesOn(page, wanted.on);
    const none = families.every(({ family }) => wanted.without.has(family));
    const lacks = !ready ? "Choose a list first." : !ready.place ? "Choose the column to look up." : none ? "Choose at least one kind of area." : "";
    const button = (/** @type {string} */ text, /** @type {string} */ kind, /** @type {() => void} */ onclick) =>
      el("button", { type: "button", class: kind, "aria-disabled": lacks ? "true" : null, "aria-describedby": "bulk-lacks", onclick: () => !lacks && onclick() }, text);
    go.replaceChildren(
      button("Look up the list", "bulk-main", () => start(false)),
      ...(picker() ? [button("Look up straight into a file", "bulk-plain", () => start(true))] : []),
      el("p", { class: "bulk-hint", id: "bulk-lacks" }, lacks || (picker() ? "Straight into a file is best for very long lists: the browser then keeps nothing." : "")),
      ...(ready?.place && !none && !ready.list.headless && ready.name !== "pasted.csv"
        ? [el("details", {}, el("summary", {}, "The command that does the same"), el("code", { class: "bulk-command" }, commandOf(placeParameter(ready.place, ready.list.names), parameters(), ready.name)))]
        : []));
  }

  /** Looks the list up. What is asked cannot be changed until the reader is done with the results. @param {boolean} straight into a file */
  async function start(straight) {
    if (!ready?.place || running) return;
    const { list, place, file, name } = ready;
    const titles = new Map(familiesOn(page, wanted.on).filter(({ family }) => !wanted.without.has(family)).map(({ family, title }) => [family, title]));
    running = new AbortController();
    lock(true);
    addEventListener("beforeunload", warn);
    let hasResults = false;
    try {
      hasResults = await work({ page, results, file, name, list, place, straight, parameters: request(list, place), titles, controller: running, onAnother: another, onChange: change });
    } finally {
      removeEventListener("beforeunload", warn);
      running = null;
      if (!hasResults) lock(false);
    }
  }

  /** @param {boolean} locked */
  function lock(locked) {
    inputs.disabled = locked;
    go.hidden = locked;
  }

  /** Asks before the browser closes the page while a list is looked up. @param {BeforeUnloadEvent} event */
  const warn = (event) => event.preventDefault();

  /** @param {Written} list @param {Place} place @returns {Record<string, string>} */
  const request = (list, place) => ({ ...parameters(), ...Object.fromEntries([placeParameter(place, list.names)]), delimiter: list.delimiter, encoding: list.encoding });

  /** Goes back to the list, to look it up in another way. */
  function change() {
    lock(false);
    if (!ready) return;
    results.replaceChildren(preview(ready.list, ready.place, ready.name, ready.file.size));
    fill();
    document.getElementById("bulk-kind")?.focus();
  }

  /** Begins anew with another list. */
  function another() {
    lock(false);
    ready = null;
    newest++;
    step1.clear();
    results.replaceChildren();
    fill();
    step1.focus();
  }

  const dropHere = () =>
    el("div", { class: "bulk-drop" },
      el("p", {}, el("strong", {}, "Drop a CSV file here")),
      el("p", { class: "quiet" }, "or choose one beside. It is read a piece at a time, so it may be of any length."));

  /** @param {"push" | "replace"} how */
  function remember(how) {
    page.remember({ ...(wanted.on && { on: wanted.on }), ...(wanted.without.size && { without: [...wanted.without].join(",") }) }, how);
  }

  /** A file that is dropped anywhere is taken, and never opened in place of the page. @param {DragEvent} event */
  const dragged = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    results.classList.toggle("bulk-over", event.type === "dragover" && !inputs.disabled);
    const file = event.type === "drop" && !inputs.disabled ? event.dataTransfer.files[0] : undefined;
    if (!file) return;
    step1.clear();
    take({ file, name: file.name });
  };
  const DRAGS = /** @type {const} */ (["dragover", "dragleave", "drop"]);

  return {
    show(state) {
      for (const type of DRAGS) addEventListener(type, dragged);
      if (inputs.disabled) return;
      const on = state.get("on") ?? "";
      const families = new Set(page.layers.map(({ family }) => family));
      wanted = { on: isDay(on) ? on : "", without: new Set((state.get("without") ?? "").split(",").filter((family) => families.has(family))) };
      remember("replace");
      fill();
    },
    // The work goes on while the reader looks at another view.
    leave() {
      for (const type of DRAGS) removeEventListener(type, dragged);
    },
  };
}
