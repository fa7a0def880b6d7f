// @ts-check
/**
 * The view of a session: puts the tools, the list of areas, the blocks, the score and the files
 * together, and keeps them and the map up to date.
 *
 * @import { Page } from "../page/view"
 * @import { LonLat } from "../page/replies"
 * @import { Session } from "./session.js"
 */
import { el } from "../page/element.js";
import { NONE, positions } from "./assignment.js";
import { createAreaList } from "./arealist.js";
import { createBlockList } from "./blocklist.js";
import { createDesk } from "./desk.js";
import { createDownloads } from "./downloads.js";
import { createEasel } from "./easel.js";
import { forget, keep, kept } from "./keep.js";
import { createMapHand } from "./maphand.js";
import { openFile, planReport } from "./opener.js";
import { proposalOf } from "./plan.js";
import { createResults } from "./results.js";
import { addEntry, MOST } from "./session.js";
import { createSeveral } from "./several.js";
import { createToolbar } from "./toolbar.js";
import { blocksWords, listed } from "./words.js";

/** @typedef {ReturnType<typeof createStudio>} Studio */

/** @param {Page} page @param {Session} session @param {{ onReload(): void, onChange(): void, titleOf(layer: string): string, groundName: string }} told */
export function createStudio(page, session, { onReload, onChange, titleOf, groundName }) {
  const { blocks, setup } = session;
  const easel = createEasel(page, session);
  const desk = createDesk(page, session, { onBlock: easel.mark, onChange: refresh });
  const tools = createToolbar(desk, { onTool: () => hand?.tool() });
  const areas = createAreaList(desk);
  const list = createBlockList(desk, { onFocus: easel.focus });
  const results = createResults(desk, { onReload, onScored: () => several.show(), titleOf, groundName });
  const downloads = createDownloads(desk, { onSaved: () => several.show() });
  const several = createSeveral(desk, { onFile: addFile });
  const hand = page.map.library ? createMapHand(desk, page.map.library, list.go) : null;
  const report = el("div", {});
  const places = el("div", { class: "row" },
    el("button", { type: "button", class: "plain", onclick: () => next("unassigned") }, "Next unassigned"),
    el("button", { type: "button", class: "plain", onclick: () => next("detached") }, "Next detached part"),
  );
  const keeping = el("input", { type: "checkbox", checked: isKept(), onchange: keepOrForget });
  const forgetButton = el("button", { type: "button", class: "plain", onclick: () => ((keeping.checked = false), keepOrForget()) }, "Forget what is kept");
  const keepStatus = el("p", { class: "quiet", role: "status" });
  const node = el("div", { class: "studio" },
    el("details", { class: "about-setup" }, el("summary", {}, groundName), el("p", { class: "quiet" },
      `${blocksWords(blocks.size, blocks.layer)}, counting ${blocks.counted.unit}. ${setup.start in blocks.layers ? `Started from: ${titleOf(setup.start)}. ` : ""}${setup.against ? `Should match: ${titleOf(setup.against)}.` : ""}`),
      el("button", { type: "button", class: "plain", onclick: onChange }, "Start another")),
    report, tools.node, areas.node, places, results.node, list.node, several.node, downloads.node,
    el("section", { class: "part screen-only" }, el("h3", {}, "Keep"),
      el("label", { class: "check" }, keeping, "Keep in this browser"),
      el("p", { class: "quiet" }, "Without this, proposals are gone when you close the page. It keeps titles, names of areas and codes of their blocks on this computer, and nothing else."), forgetButton, keepStatus),
  );
  /** Where the last search for unassigned or detached blocks was. */
  const visited = { unassigned: 0, detached: 0 };

  /** @param {import("./desk.js").Changed} changed */
  function refresh(changed) {
    desk.keepTarget();
    if (changed.whole) easel.paintAll();
    else easel.paint();
    if (changed.whole || changed.areas || changed.positions?.length) easel.names();
    tools.show();
    areas.show(changed);
    list.show();
    results.show(true);
    several.show();
    downloads.show();
    if (changed.whole) report.replaceChildren(...[desk.entry().plan].flatMap((plan) => (plan ? [planReport(plan)] : [])));
    if (keeping.checked) keepLater();
    forgetButton.hidden = !keeping.checked;
  }

  /** @param {"unassigned" | "detached"} what */
  function next(what) {
    const { proposal, score } = desk.entry();
    const all = what === "unassigned"
      ? score.parts(NONE).map((part) => ({ part, of: "in no area" }))
      : positions(proposal).flatMap((position) => score.parts(position).slice(1).map((part) => ({ part, of: `of ${desk.nameOf(position)}, apart from the rest` })));
    if (!all.length) return page.announce(what === "unassigned" ? "Everything is in an area" : "Every area is in one piece");
    const at = visited[what]++ % all.length;
    const { part, of } = all[at];
    const districts = [...new Set(part.map((block) => blocks.districts.areas[blocks.districts.of[block]]?.name).filter(Boolean))];
    list.go(part[0], false);
    easel.show(part);
    page.announce(`${at + 1} of ${all.length}: ${blocksWords(part.length, blocks.layer)} ${of}, in ${listed(/** @type {string[]} */ (districts), 3)}. First: ${blocks.names[part[0]]}`);
  }

  /** @param {File} file */
  async function addFile(file) {
    if (session.entries.length >= MOST) return page.announce(`There are already ${MOST} proposals`);
    try {
      const plan = await openFile(file, blocks);
      desk.follow(addEntry(session, proposalOf(plan), plan));
      desk.show(session.entries.length - 1);
      page.announce(`${plan.title} opened. ${plan.rejected.length} rows rejected.`);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      report.replaceChildren(el("div", { class: "problem" }, el("p", {}, el("b", {}, `${file.name} cannot be opened`), `. ${why}`)));
      page.announce(`${file.name} cannot be opened. ${why}`);
    }
    report.scrollIntoView({ block: "nearest" });
  }

  /** Adds a proposal that begins again, if there is room. @param {import("./assignment.js").Proposal} proposal */
  function addFresh(proposal) {
    if (session.entries.length >= MOST) return page.announce(`There are already ${MOST} proposals. Remove one to begin another.`);
    desk.follow(addEntry(session, proposal));
    desk.show(session.entries.length - 1);
    if (!proposal.areas.length) desk.add();
    page.announce(`You now work on ${proposal.title}`);
  }

  let keepTimer = 0;
  function keepLater() {
    clearTimeout(keepTimer);
    keepTimer = window.setTimeout(() => {
      if (!keeping.checked) return;
      const done = keep(session);
      for (const entry of session.entries) entry.saved ||= done;
      keepStatus.textContent = done ? "Kept in this browser." : "This browser does not let the page keep anything.";
      several.show();
    }, 500);
  }
  function keepOrForget() {
    clearTimeout(keepTimer);
    forgetButton.hidden = !keeping.checked;
    if (keeping.checked) return keepLater();
    forget();
    for (const entry of session.entries) entry.saved = !entry.proposal.done.length;
    keepStatus.textContent = "Nothing is kept in this browser.";
    several.show();
  }
  /** Whether what the browser keeps is of this ground. */
  function isKept() {
    return kept()?.setup.within === setup.within;
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) desk.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) desk.redo();
    else return;
    event.preventDefault();
  }

  return {
    node, session, addFile, addFresh,
    async enter() {
      addEventListener("keydown", keyed);
      hand?.enter();
      desk.changed({ whole: true });
      await easel.draw();
      list.fill();
    },
    leave() {
      removeEventListener("keydown", keyed);
      hand?.leave();
      results.stop();
      easel.leave();
    },
    fit: easel.fit,
    draw: easel.draw,
    moved: () => list.fill(),
    /** @param {LonLat} at */
    point: (at) => hand?.point([at.lon, at.lat]),
    chooseFirst: () => desk.show(session.chosen),
    add: desk.add,
  };
}
