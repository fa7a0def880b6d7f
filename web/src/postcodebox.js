// @ts-check
/**
 * The search box: a combobox (ARIA pattern "list autocomplete with manual
 * selection") that suggests postcodes after a short pause.
 */
import { suggest } from "./api.js";
import { postcode as tidy } from "./format.js";

/** Pause after a key before suggestions are requested: long enough to skip most keys, too short to be noticed. */
const PAUSE_MS = 160;

const squeezed = (/** @type {string} */ text) => text.replace(/\s/g, "").toUpperCase();
const fits = (/** @type {string} */ suggestion, /** @type {string} */ typed) => squeezed(suggestion).startsWith(squeezed(typed));

/**
 * Adds the behaviour of the box. `onPostcode(text)` is called on Enter, on the button, or for a chosen suggestion.
 * @param {{ form: HTMLFormElement, input: HTMLInputElement, list: HTMLElement, onPostcode: (text: string) => void }} parts
 */
export function postcodeBox({ form, input, list, onPostcode }) {
  let active = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {AbortController | null} */
  let request = null;

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (/** @type {string} */ text) => {
    input.value = tidy(text);
    close();
    if (input.value) onPostcode(input.value);
  };
  const activate = (/** @type {number} */ index) => {
    active = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    const option = options()[index];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  async function fill() {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    request?.abort();
    request = new AbortController();
    // Without suggestions the whole postcode can still be typed, so a failure is ignored.
    const found = await suggest(typed, request.signal).catch(() => /** @type {string[]} */ ([]));
    if (input.value.trim() !== typed || document.activeElement !== input) return;
    if (!found.length || (found.length === 1 && found[0] === tidy(typed))) return close();
    list.replaceChildren(...found.map((text, i) => {
      const option = document.createElement("li");
      option.id = `suggestion-${i}`;
      option.setAttribute("role", "option");
      option.textContent = text;
      // Pressing the mouse button must not take the focus from the box.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(text));
      return option;
    }));
    activate(-1);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  input.addEventListener("input", () => {
    // Suggestions for what was typed before may not fit what is typed now.
    for (const option of options()) if (!fits(option.textContent ?? "", input.value)) option.remove();
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
    choose(active >= 0 ? options()[active].textContent ?? "" : input.value);
  });
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const typing = at instanceof Element && at.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
