// @ts-check
/**
 * The timeline of the place that is looked up: asks once for each place, and marks the day that is chosen.
 *
 * @import { Page } from "../page/view"
 * @import { Query } from "../page/replies"
 * @import { DayAnswer } from "./timeline.js"
 */
import { changes } from "../page/catalogue.js";
import { isAbort } from "../page/problem.js";
import { onDays } from "./requests.js";
import { timeline } from "./timeline.js";
import { familyTitles, showTimeline } from "./timelinetable.js";

/**
 * @param {HTMLElement} container @param {Page} page
 * @param {{ onDate: (on: string) => void, onFail: (container: HTMLElement, thrown: unknown, again: () => void) => void }} calls
 */
export function beforeAfter(container, { layers, families }, { onDate, onFail }) {
  const days = changes(layers).map(({ day }) => day);
  const titles = familyTitles(layers);
  /** @type {{ place: string, answers: DayAnswer[] } | null} */
  let told = null;
  return {
    /** Clears what is not about this place. @param {Query | null} query */
    clear(query = null) {
      if (query && told?.place === JSON.stringify(query)) return;
      container.replaceChildren();
    },
    /** Shows a place's timeline, with this day in it. @param {Query} query @param {string} on @param {AbortSignal} signal */
    async show(query, on, signal) {
      if (!days.length) return;
      const place = JSON.stringify(query);
      try {
        if (told?.place !== place) told = { place, answers: await onDays(query, days, signal) };
        showTimeline(container, timeline(days, told.answers, families), on, { titles, families, onDate });
      } catch (thrown) {
        if (!isAbort(thrown) && !signal.aborted) onFail(container, thrown, () => this.show(query, on, signal));
      }
    },
  };
}
