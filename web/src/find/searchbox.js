// @ts-check
/**
 * The search box: a combobox (ARIA pattern "list autocomplete with manual selection") that suggests
 * postcodes and areas, in groups, after a short pause. Control and "/" lead to it from anywhere in the page; a key
 * alone would be pressed by accident by those who speak to their computer (WCAG 2.1.4).
 *
 * @import { NamedArea } from "../page/replies"
 * @typedef {{ title: string, options: Option[] }} Group
 * @typedef {{ text: string, about?: string, area?: NamedArea }} Option a postcode, or an area with what tells it from others
 */
import { el } from "../page/element.js";
import { postcode as tidy } from "../page/format.js";

/** Pause after a key before suggestions are requested: long enough to skip most keys, too short to be noticed. */
const PAUSE_MS = 160;

const squeezed = (/** @type {string} */ text) => text.replace(/\s/g, "").toUpperCase();
/** @param {HTMLElement} option @param {string} typed */
const fits = (option, typed) => (option.dataset.area ? squeezed(option.textContent ?? "").includes(squeezed(typed)) : squeezed(option.textContent ?? "").startsWith(squeezed(typed)));

/**
 * Adds the behaviour of the box. `onText` is called with what was typed on Enter and on the button, or with a
 * chosen postcode; `onArea` with a chosen area; `onEdit` when the text changes.
 * @param {object} parts
 * @param {HTMLFormElement} parts.form
 * @param {HTMLInputElement} parts.input
 * @param {HTMLElement} parts.list
 * @param {(typed: string, signal: AbortSignal) => Promise<Group[]>} parts.suggest
 * @param {(text: string) => void} parts.onText
 * @param {(area: NamedArea) => void} parts.onArea
 * @param {() => void} parts.onEdit
 */
export function searchBox({ form, input, list, suggest, onText, onArea, onEdit }) {
  let active = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {AbortController | null} */
  let request = null;
  /** The suggestion of each option. @type {WeakMap<Element, Option>} */
  const meant = new WeakMap();

  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (/** @type {Option} */ { text, area }) => {
    input.value = area ? text : tidy(text);
    close();
    if (area) onArea(area);
    else onText(input.value);
  };
  const activate = (/** @type {number} */ index) => {
    active = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    const option = options()[index];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  /** @param {Option} option @param {string} id */
  const item = (option, id) => {
    const node = el("div", {
      id, role: "option", "data-area": Boolean(option.area),
      // Pressing the mouse button must not take the focus from the box.
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      onclick: () => choose(option),
    }, option.area ? el("span", { class: "option-name" }, option.text) : option.text, option.about ? el("span", { class: "option-about" }, ` ${option.about}`) : null);
    meant.set(node, option);
    return node;
  };

  async function fill() {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    request?.abort();
    request = new AbortController();
    // Without suggestions everything can still be typed, so a failure is ignored.
    const groups = (await suggest(typed, request.signal).catch(() => /** @type {Group[]} */ ([]))).filter((group) => group.options.length);
    if (input.value.trim() !== typed || document.activeElement !== input) return;
    const all = groups.flatMap((group) => group.options);
    if (!all.length || (all.length === 1 && all[0].text === tidy(typed))) return close();
    list.replaceChildren(...groups.map(({ title, options: some }, g) =>
      el("div", { role: "group", "aria-labelledby": `suggestions-${g}` },
        el("div", { id: `suggestions-${g}`, role: "presentation", class: "option-group" }, title),
        some.map((option, i) => item(option, `suggestion-${g}-${i}`)))));
    activate(-1);
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
  }

  input.addEventListener("input", () => {
    onEdit();
    // Suggestions for what was typed before may not fit what is typed now.
    for (const option of options()) if (!fits(option, input.value)) option.remove();
    for (const group of list.children) if (!group.querySelector("[role=option]")) group.remove();
    if (!options().length) close();
    else activate(-1);
    clearTimeout(timer);
    timer = setTimeout(fill, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    } else if (!list.hidden && event.key === "ArrowDown") {
      activate(active >= last ? 0 : active + 1);
      event.preventDefault();
    } else if (!list.hidden && event.key === "ArrowUp") {
      activate(active <= 0 ? last : active - 1);
      event.preventDefault();
    }
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose((active >= 0 && meant.get(options()[active])) || { text: input.value });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !event.ctrlKey || event.metaKey || event.altKey || !input.checkVisibility()) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
