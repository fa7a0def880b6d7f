// @ts-check
/**
 * The differences: one at a time with its reason and whom it affects, and a list of all.
 *
 * @import { Comparison, Difference } from "./replies"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { areaName, districtWords, ground, inSentence, quantity } from "./words.js";
import { longList } from "./longlist.js";

/** @param {(number: number) => void} onChoose the reader chooses a difference */
export function differenceList(onChoose) {
  /** @type {Comparison | null} */
  let answer = null;
  /** @type {number | null} */
  let chosen = null;
  const step = (/** @type {1 | -1} */ way) => {
    const numbers = answer?.differences.map(({ number }) => number) ?? [];
    const at = chosen === null ? (way === 1 ? -1 : 0) : numbers.indexOf(chosen);
    onChoose(numbers[(at + way + numbers.length) % numbers.length]);
  };
  const place = el("span", { class: "place" });
  const buttons = el("div", { class: "steps" },
    el("button", { type: "button", onclick: () => step(-1) }, "Previous"),
    el("button", { type: "button", class: "main", onclick: () => step(1) }, "Next difference"),
    place);
  const card = el("div", { class: "difference", hidden: true });
  const list = el("div", { class: "all" });
  const node = el("div", { class: "differences" }, buttons, card, list);

  /** Names the two areas that a difference is in. @param {Difference} difference */
  const title = ({ a, b }) => `${areaName(a, answer?.a.family_title ?? "")} / ${areaName(b, answer?.b.family_title ?? "")}`;

  function showCard() {
    const difference = answer?.differences.find(({ number }) => number === chosen);
    const all = answer?.differences.length ?? 0;
    place.textContent = difference ? `${chosen} of ${all}` : `${count(all, "difference")}`;
    card.hidden = !difference;
    for (const button of list.querySelectorAll("button[value]")) {
      if (Number(button.getAttribute("value")) === chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (!difference || !answer) return card.replaceChildren();
    const { weight, area_m2, blocks, postcodes, reason } = difference;
    const unit = answer.weight.unit;
    const districts = districtWords(difference);
    card.replaceChildren(...[
      el("h4", {}, title(difference)),
      el("p", {}, reason),
      el("dl", {},
        row("Affected", [...new Set([quantity(weight, unit), count(postcodes.length, "live postcode")])].join(", ")),
        row("Ground", ground(area_m2)),
        districts ? row("Districts", districts) : null),
      details(count(blocks.length, answer.blocks?.name ?? "building block"), blocks.map(({ name, code }) => `${name} (${code})`)),
      details(count(postcodes.length, "postcode"), postcodes),
    ].filter((one) => one !== null));
  }

  return {
    node,
    /** Shows the differences of an answer. @param {Comparison} next */
    show(next) {
      answer = next;
      buttons.hidden = !next.differences.length;
      list.replaceChildren(...(next.differences.length > 1
        ? [longList("ol", next.differences, 8, (one) =>
            el("li", { value: one.number }, el("button", { type: "button", class: "link", value: one.number, onclick: () => onChoose(one.number) }, title(one)),
              el("span", { class: "quiet" }, ` ${quantity(one.weight, next.weight.unit)}, ${ground(one.area_m2)}`)), "differences")]
        : []));
      showCard();
    },
    /** Shows one difference; null for none. @param {number | null} number */
    choose(number) {
      chosen = number;
      showCard();
    },
    /** Says a difference in a sentence, for those who hear the page. @param {number} number */
    spoken(number) {
      const one = answer?.differences.find((difference) => difference.number === number);
      return one ? `Difference ${number} of ${answer?.differences.length}: ${inSentence(one.reason)}` : "";
    },
  };
}

/** @param {string} term @param {string} text */
const row = (term, text) => el("div", {}, el("dt", {}, term), el("dd", {}, text));

/** @param {string} title @param {string[]} items */
const details = (title, items) => (items.length ? el("details", {}, el("summary", {}, title), el("p", { class: "items" }, items.join(", "))) : null);
