// @ts-check
/** The ways to take an answer away: as text, as a link, as a file, on paper, and as the command that says the same. */
import { byId } from "../page/element.js";
import { save } from "../page/save.js";

/** Time for which it is said that something was copied. */
const SAID_MS = 4000;

/**
 * Adds the behaviour of the buttons under an answer.
 * @param {object} parts
 * @param {() => string | null} parts.text the answer as text
 * @param {() => string} parts.link
 * @param {() => string | null} parts.command
 * @param {() => { name: string, content: unknown } | null} parts.file
 * @param {() => void} parts.onClear
 */
export function tools({ text, link, command, file, onClear }) {
  const element = (/** @type {string} */ id) => byId(id, HTMLElement);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const say = (/** @type {string} */ words) => {
    element("copied").textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => (element("copied").textContent = ""), SAID_MS);
  };
  /** @param {string} id @param {() => string | null} content @param {string} what */
  const copies = (id, content, what) => element(id).addEventListener("click", async () => {
    // Without a secure origin a browser has no clipboard at all.
    const copied = await Promise.resolve().then(() => navigator.clipboard.writeText(content() ?? "")).then(() => true, () => false);
    say(copied ? `${what} copied` : `Your browser did not let coterm copy the ${what.toLowerCase()}`);
  });
  copies("copy-text", text, "Answer");
  copies("copy", link, "Link");
  copies("copy-command", command, "Command");
  element("json").addEventListener("click", () => {
    const saved = file();
    if (!saved) return;
    save(new Blob([JSON.stringify(saved.content, null, 2)], { type: "application/json" }), saved.name);
    say("Saved as JSON");
  });
  element("print").addEventListener("click", () => print());
  element("clear").addEventListener("click", onClear);
  return {
    /** Shows the tools that there are for what is shown. @param {boolean} any @param {boolean} answer */
    show(any, answer) {
      element("tools").hidden = !any;
      for (const id of ["copy-text", "json"]) element(id).hidden = !answer;
      const words = command();
      element("command").hidden = !words;
      element("command-text").textContent = words;
    },
  };
}
