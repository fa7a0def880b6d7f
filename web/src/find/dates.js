// @ts-check
/**
 * The date: a box for an exact day, and a slider with a stop for each day on which something changed, each stop
 * with a button.
 *
 * @import { Change } from "../page/catalogue.js"
 */
import { el } from "../page/element.js";
import { changeWords, day, isDay } from "../page/format.js";

/** Returns today's date in the local time zone, as YYYY-MM-DD. */
export function today(now = new Date()) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Letters of a month that are shown under the slider; all of it is read out. */
const SHORT = 3;

/**
 * Adds the behaviour of the date. `onDate(iso, how)` is called for a complete, real date, and not while one is
 * being typed. `how` is "replace" while the slider is dragged further, so that a drag is one step of the history.
 * @param {{ input: HTMLInputElement, slider: HTMLInputElement, buttons: HTMLElement, note: HTMLElement, onDate: (iso: string, how: "push" | "replace") => void }} parts
 */
export function dateBox({ input, slider, buttons, note, onDate }) {
  /** @type {Change[]} */
  let changes = [];
  /** The days of the slider's stops; the last is today, whenever it is chosen. */
  const dayAt = (/** @type {number} */ stop) => changes[stop]?.day ?? today();
  let dragging = false;
  input.addEventListener("change", () => {
    if (isDay(input.value)) onDate(input.value, "push");
  });
  slider.addEventListener("input", () => {
    const how = dragging ? "replace" : "push";
    dragging = true;
    onDate(dayAt(Number(slider.value)), how);
  });
  slider.addEventListener("change", () => (dragging = false));

  /** @param {string | null} iso null is today @param {(Node | string)[]} first @param {string} second */
  const button = (iso, first, second) =>
    el("button", { type: "button", value: iso ?? "", onclick: () => onDate(iso ?? today(), "push") }, el("b", {}, first), " ", el("span", {}, second));
  return {
    /** @param {Change[]} all */
    offer(all) {
      changes = all;
      slider.max = String(all.length);
      slider.parentElement?.style.setProperty("--stops", String(all.length + 1));
      buttons.replaceChildren(
        ...all.map((change) => {
          const [, number = "", month = "", year = ""] = /^(\d+) (\w+) (\d+)$/.exec(day(change.day)) ?? [];
          const rest = month.slice(SHORT);
          return button(change.day, [`${number} ${month.slice(0, SHORT)}`, ...(rest ? [el("span", { class: "rest" }, rest)] : [])], year);
        }),
        button(null, ["Today"], "latest"),
      );
      this.show(input.value);
    },
    /** @param {string} on */
    show(on) {
      input.value = on;
      const inForce = changes.findLastIndex((change) => change.day <= on);
      const isToday = on === today();
      slider.value = String(isToday ? changes.length : Math.max(inForce, 0));
      const words = changeWords(changes, on);
      slider.setAttribute("aria-valuetext", `${day(on)}. ${words}`);
      for (const [i, one] of [...buttons.querySelectorAll("button")].entries()) {
        one.setAttribute("aria-pressed", String(i === changes.length ? isToday : changes[i].day === on));
        one.classList.toggle("in-force", i === inForce);
      }
      note.textContent = words;
      reveal(buttons.querySelector('[aria-pressed="true"], .in-force'));
    },
  };
}

/** Scrolls the row of stops, and nothing else, to one of them. @param {HTMLElement | null} stop */
function reveal(stop) {
  const row = stop?.closest(".stops");
  if (!stop || !row || row.scrollWidth <= row.clientWidth) return;
  const [left, right] = [stop.offsetLeft, stop.offsetLeft + stop.offsetWidth];
  if (left < row.scrollLeft) row.scrollLeft = left;
  else if (right > row.scrollLeft + row.clientWidth) row.scrollLeft = right - row.clientWidth;
}
