// @ts-check
/** The colours of proposed areas, which people who see colours differently can tell apart; numbers say the same. */

/** As many as `COLOURS` in assignment.js. */
export const PALETTE = ["#4477aa", "#ee6677", "#3c9a4e", "#d8c046", "#5cc3e6", "#aa3377", "#ee9166", "#8890d8", "#45b89a", "#b6c83a", "#a78bb2", "#9c4a55"];

/** Returns the colour of text on a colour: black or white, whichever has more contrast. @param {string} colour */
export function textOn(colour) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}
