// @ts-check
/**
 * The date box, and a button for each day on which something changed.
 *
 * @import { Change } from "./catalogue.js"
 */
import { el } from "./element.js";
import { changeWords, day } from "./format.js";
import { isDay } from "./permalink.js";

/** Returns today's date in the local time zone, as YYYY-MM-DD. */
export function today(now = new Date()) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * Adds the behaviour of the date box. `onDate(iso)` is called for a complete, real date, and not
 * while one is being typed.
 * @param {{ input: HTMLInputElement, buttons: HTMLElement, note: HTMLElement, onDate: (iso: string) => void }} parts
 */
export function dateBox({ input, buttons, note, onDate }) {
  /** @type {Change[]} */
  let changes = [];
  input.addEventListener("change", () => {
    if (isDay(input.value)) onDate(input.value);
  });
  /** @param {string | null} iso null is today, whenever the button is pressed @param {string} first @param {string} second */
  const button = (iso, first, second) =>
    el("button", { type: "button", value: iso ?? "", onclick: () => onDate(iso ?? today()) }, el("b", {}, first), " ", el("span", {}, second));
  return {
    /** @param {Change[]} all */
    offer(all) {
      changes = all;
      buttons.replaceChildren(
        ...all.map((change) => {
          const [, date = "", year = ""] = /^(.*) (\d+)$/.exec(day(change.day)) ?? [];
          return button(change.day, date, year);
        }),
        button(null, "Today", "latest"),
      );
      this.show(input.value);
    },
    /** @param {string} on */
    show(on) {
      input.value = on;
      const last = changes.filter((change) => change.day <= on).at(-1)?.day;
      for (const one of buttons.querySelectorAll("button")) {
        one.setAttribute("aria-pressed", String((one.value || today()) === on));
        one.classList.toggle("in-force", one.value === last);
      }
      note.textContent = changeWords(changes, on);
    },
  };
}
