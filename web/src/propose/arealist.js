// @ts-check
/**
 * The list of areas: which is painted, how large each is against the mean, its parts, its compactness
 * and the districts that it splits. A stroke changes the rows that it touches and no others.
 *
 * @import { Desk } from "./desk.js"
 */
import { el } from "../page/element.js";
import { NONE, positions } from "./assignment.js";
import { areaDetails } from "./areadetails.js";
import { deviation, perimeter, polsbyPopper } from "./score.js";
import { mean } from "./session.js";
import { swatch } from "./swatch.js";
import { blocksWords, compactWords, deviationShort, deviationWords, listed, number, partsWords, unitShort } from "./words.js";

/** @param {Desk} desk */
export function createAreaList(desk) {
  const { session } = desk;
  /** @type {Map<number, ReturnType<typeof areaRow>>} */
  let rows = new Map();
  const list = el("div", { class: "proposed-areas", role: "radiogroup", "aria-label": "Area to paint" });
  const unit = unitShort(session.blocks.counted.unit);
  const note = el("p", { class: "quiet" });
  const node = el("section", { class: "part" },
    el("h3", {}, "Areas"), note, list,
    el("button", { type: "button", class: "plain", onclick: () => desk.add() }, "Add an area"),
  );

  const build = () => {
    const open = new Set([...rows].flatMap(([position, row]) => (row.isOpen() ? [position] : [])));
    const focus = document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const all = [...positions(desk.entry().proposal), NONE];
    rows = new Map(all.map((position, i) => [position, areaRow(desk, position, i + 1, open.has(position))]));
    list.replaceChildren(...[...rows.values()].map((row) => row.node));
    // An area that is gone leaves the focus to the one that is painted.
    const again = focus && (list.querySelector(`[data-key="${focus}"]`) ?? list.querySelector(".area-head :checked"));
    if (again instanceof HTMLElement) again.focus();
  };
  return {
    node,
    /** @param {import("./desk.js").Changed} changed */
    show({ areas, positions: touched }) {
      const entry = desk.entry();
      const average = mean(session, entry);
      if (areas || !rows.size) build();
      note.textContent = `Sizes are in ${unit}. The line marks the mean, ${number(average)}: all of the ground, shared equally.`;
      // Bars are drawn in shares of the largest, so that one number scales them all.
      const most = Math.max(average, ...positions(entry.proposal).map((position) => entry.score.row(position).weight));
      list.style.setProperty("--most", String(most || 1));
      list.style.setProperty("--mean", String(average));
      for (const row of rows.values()) row.showTarget();
      for (const position of areas || !touched ? rows.keys() : touched) rows.get(position)?.show(average);
      // A change of one area may join or split a district of another.
      if (!areas && touched) for (const [position, row] of rows) if (!touched.includes(position)) row.showSplits();
    },
  };
}

/** @param {Desk} desk @param {number} position @param {number} index @param {boolean} isOpen */
function areaRow(desk, position, index, isOpen) {
  const { session } = desk;
  const { blocks } = session;
  const area = desk.entry().proposal.areas[position] ?? null;
  const radio = el("input", { type: "radio", name: "target", "data-key": `target-${position}`, checked: desk.hand.target === position, onchange: () => desk.choose(position) });
  const size = el("span", { class: "size" });
  const apart = el("span", { class: "deviation" });
  const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i", {}));
  const facts = el("p", { class: "facts" });
  const splits = el("p", { class: "facts" });
  const name = area ? area.name : "No area (erase)";
  const head = el("label", { class: "area-head" }, radio, area ? swatch(area, index) : el("span", { class: "area-swatch none", "aria-hidden": "true" }, "0"), el("span", { class: "area-name" }, name, area?.locked ? el("span", { class: "locked" }, " locked") : null), size, apart);
  const details = area ? areaDetails(desk, position, isOpen) : null;
  const node = el("div", { class: area ? "proposed-area" : "proposed-area unassigned" }, head, area ? bar : null, facts, splits, details?.node);

  const showSplits = () => {
    const { score } = desk.entry();
    const named = (/** @type {number[]} */ districts) => listed(districts.map((district) => blocks.districts.areas[district].name));
    const [split, inPart] = area ? [named(score.splitsOf(position)), named(score.coveredInPartBy(position))] : ["", ""];
    splits.textContent = [split && `Splits ${split}`, inPart && `Only part of ${inPart}`].filter(Boolean).join(" · ");
  };
  return {
    node,
    isOpen: () => details?.node.open ?? false,
    showTarget: () => void (radio.checked = desk.hand.target === position),
    showSplits,
    /** @param {number} average */
    show(average) {
      const { score } = desk.entry();
      const row = score.row(position);
      size.textContent = number(row.weight);
      if (!area) {
        const parts = score.parts(NONE).length;
        facts.textContent = row.blocks ? `${blocksWords(row.blocks, blocks.layer)} in no area, in ${number(parts)} ${parts === 1 ? "place" : "places"}` : "Everything is in an area.";
        return;
      }
      const share = deviation(row.weight, average);
      apart.textContent = deviationShort(share);
      apart.title = deviationWords(share);
      bar.style.setProperty("--weight", String(row.weight));
      const parts = score.parts(position).length;
      facts.replaceChildren(`${blocksWords(row.blocks, blocks.layer)} · `, el("span", { class: parts > 1 ? "warn" : "" }, partsWords(parts)), perimeter(row) > 0 ? ` · ${compactWords(polsbyPopper(row))}` : "");
      showSplits();
      details?.show();
    },
  };
}
