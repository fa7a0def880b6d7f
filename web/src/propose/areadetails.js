// @ts-check
/**
 * What can be done with one area: rename it, lock it, merge it, split off a part, remove it.
 *
 * @import { Desk } from "./desk.js"
 */
import { el } from "../page/element.js";
import { distance } from "../page/format.js";
import { isLocked, lock, positions } from "./assignment.js";
import { merge, remove, rename, split } from "./changes.js";
import { perimeter, polsbyPopper } from "./score.js";
import { blocksWords, number } from "./words.js";

/** @param {Desk} desk @param {number} position @param {boolean} isOpen */
export function areaDetails(desk, position, isOpen) {
  const { blocks } = desk.session;
  const proposal = () => desk.entry().proposal;
  const name = el("input", { type: "text", value: desk.nameOf(position), maxlength: 80, autocomplete: "off", "data-key": `name-${position}` });
  const nameLabel = el("label", { class: "field" }, "Name", name);
  const locked = el("input", { type: "checkbox", "data-key": `lock-${position}`, checked: isLocked(proposal(), position), onchange: () => {
    lock(proposal(), position, locked.checked);
    desk.page.announce(`${desk.nameOf(position)} is ${locked.checked ? "locked: no tool changes it" : "open again"}`);
  } });
  const into = el("select", {});
  const about = el("p", { class: "quiet" });
  const splitter = el("button", { type: "button", class: "plain", "data-key": `split-${position}`, onclick: () => act(() => {
    const part = desk.entry().score.parts(position)[1];
    return part && split(proposal(), position, part) !== undefined;
  }, "split") }, "Make the largest detached part a new area");
  const mergeInto = () => {
    const other = Number(into.value);
    if (!merge(proposal(), position, other)) return false;
    // The reader goes on painting the ground of this area, which the other one now has.
    if (desk.hand.target === position) desk.hand.target = other;
    return true;
  };
  const merger = el("div", { class: "row" }, el("label", { class: "field" }, "Merge into", into), el("button", { type: "button", class: "plain", "data-key": `merge-${position}`, onclick: () => act(mergeInto, "merged") }, "Merge"));
  const renamed = () => {
    desk.settle();
    if (rename(proposal(), position, name.value)) desk.page.announce(`Renamed to ${desk.nameOf(position)}`);
    desk.changed({ areas: true });
  };
  const node = el("details", { class: "area-details", open: isOpen, ontoggle: () => node.open && show() }, el("summary", { "data-key": `more-${position}` }, "Change", el("span", { class: "heard" }, ` ${desk.nameOf(position)}`)),
    el("form", { class: "row", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), renamed()) }, nameLabel, el("button", { type: "submit", class: "plain", "data-key": `rename-${position}` }, "Rename")),
    el("label", { class: "check" }, locked, "Lock: no tool changes this area"),
    merger, splitter,
    el("button", { type: "button", class: "plain bad", "data-key": `remove-${position}`, onclick: () => act(() => remove(proposal(), position), "removed") }, "Remove the area"),
    about,
  );

  /** @param {() => boolean | undefined} change @param {string} done */
  function act(change, done) {
    desk.settle();
    const was = desk.nameOf(position);
    desk.page.announce(change() ? `${was} ${done}` : `${was} is not ${done}: it is locked, or the other area is`);
    desk.keepTarget();
    desk.changed({ areas: true });
  }
  /** Fills it in while it is open. With many areas, the lists of all others would take longer than everything else. */
  function show() {
    if (!node.open) return;
    const { score } = desk.entry();
    const row = score.row(position);
    const others = positions(proposal()).filter((other) => other !== position);
    merger.hidden = !others.length;
    if (into.options.length !== others.length) into.replaceChildren(...others.map((other) => el("option", { value: other }, desk.nameOf(other))));
    splitter.hidden = score.parts(position).length < 2;
    const parts = score.parts(position).slice(1).map((part) => blocksWords(part.length, blocks.layer));
    about.textContent = [
      `${number(row.postcodes)} live postcodes, ${number(row.ground / 1e6)} km², outline ${distance(perimeter(row))}.`,
      parts.length ? `Detached: ${parts.join(", ")}.` : "",
      row.blocks ? `Compactness is ${polsbyPopper(row).toFixed(3)} (Polsby–Popper): a circle has 1, and a long coast or a winding line brings it near 0.` : "",
    ].filter(Boolean).join(" ");
  }
  return { node, show };
}
