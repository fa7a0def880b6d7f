/** The date box and the buttons for the moments that matter. */
import { isDay } from "./permalink.js";

/** Today here, as YYYY-MM-DD. */
export function today(now = new Date()) {
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** `onDate(iso)` is called for a whole, real date; half-typed ones are waited for. */
export function dateBox({ input, buttons, onDate }) {
  input.addEventListener("change", () => {
    if (isDay(input.value)) onDate(input.value);
  });
  for (const button of buttons) button.addEventListener("click", () => onDate(button.value || today()));
  return {
    show(on) {
      input.value = on;
      for (const button of buttons) button.setAttribute("aria-pressed", String((button.value || today()) === on));
    },
  };
}
