// @ts-check
/**
 * The third step: the day, and the kinds of areas to add.
 *
 * @import { Page } from "../page/view"
 * @typedef {{ on: string, without: Set<string> }} Wanted the day, empty for today; and the families that are left out
 */
import { onDay } from "../page/catalogue.js";
import { el } from "../page/element.js";
import { day } from "../page/format.js";
import { check } from "./columnstep.js";

/** Today where the reader is, as 2022-07-27. */
export const today = () => new Date().toLocaleDateString("sv-SE");

/** The families that have areas on a day. @param {Page} page @param {string} on */
export const familiesOn = ({ layers }, on) => onDay(layers, on || today()).groups.map(({ family, title }) => ({ family, title }));

/**
 * The last day up to which all these families are known; undefined if they are known without end. Answers for
 * later days are given as if nothing had changed, and are not certain.
 * @param {Page} page @param {Wanted} wanted
 */
function knownTo({ layers }, { on, without }) {
  const chosen = onDay(layers, on || today()).groups.filter(({ family }) => !without.has(family));
  const ends = chosen.map(({ switches }) => switches[0].layer.known_to).filter((end) => typeof end === "string");
  return ends.sort()[0];
}

/**
 * Makes the step.
 * @param {Page} page @param {Wanted} wanted @param {(wanted: Wanted) => void} onChange
 */
export function areaStep(page, wanted, onChange) {
  const { on, without } = wanted;
  const date = el("input", { type: "date", id: "bulk-date", min: "1974-04-01", max: "2099-12-31", value: on, "aria-describedby": "bulk-date-hint" });
  date.addEventListener("change", () => onChange({ on: date.value, without }));
  const families = familiesOn(page, on);
  const known = knownTo(page, wanted);
  return el("section", { class: "bulk-step", "aria-labelledby": "bulk-step3" },
    el("h3", { id: "bulk-step3" }, "3. The areas to add"),
    el("label", { for: "bulk-date" }, "Areas as they were on"),
    el("p", { class: "bulk-hint", id: "bulk-date-hint" }, "Leave it empty for today."),
    date,
    known && known < (on || today())
      ? el("div", { class: "note" },
          `The areas are known up to ${day(known)}. Answers for later days are given as if nothing had changed since, and none is certain. `,
          el("button", { type: "button", class: "link", onclick: () => onChange({ on: known, without }) }, `Use ${day(known)}`))
      : null,
    families.length
      ? el("fieldset", {},
          el("legend", {}, "Kinds of area"),
          ...families.map(({ family, title }) =>
            check(`bulk-family-${family}`, title, !without.has(family), (ticked) => {
              const next = new Set(without);
              if (ticked) next.delete(family);
              else next.add(family);
              onChange({ on, without: next });
            })))
      : el("p", { class: "note" }, "The data has no areas for this day. Choose another day."));
}
