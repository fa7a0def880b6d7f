// @ts-check
/** Words of the story: numbers, shares, lists of names. Pure functions. */

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** 8 -> "eight", 1294 -> "1,294". @param {number} n */
export const numberWord = (n) => NUMBERS[n] ?? n.toLocaleString("en-GB");

/** "eight groups" -> "Eight groups". @param {string} text */
export const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** 2, "place" -> "two places". @param {number} n @param {string} noun */
export const some = (n, noun) => `${numberWord(n)} ${noun}${n === 1 ? "" : "s"}`;

/** 0.609 -> "61%", 0.029 -> "2.9%". @param {number} share */
export function percent(share) {
  const hundredths = 100 * share;
  if (hundredths > 99.5 && share < 1) return "over 99%";
  if (hundredths > 0 && hundredths < 0.1) return "under 0.1%";
  return `${hundredths < 10 && hundredths > 0 ? hundredths.toFixed(1).replace(/\.0$/, "") : Math.round(hundredths)}%`;
}

/** Joins names as a sentence has them; with a comma before the last if a name has an "and" itself. @param {string[]} names */
export function list(names) {
  if (names.length < 2) return names.join("");
  const comma = names.some((name) => name.includes(" and ")) ? "," : "";
  return `${names.slice(0, -1).join(", ")}${comma} and ${names.at(-1)}`;
}

/** "NHS Morecambe Bay CCG" -> "Morecambe Bay". @param {string} name */
export const shortName = (name) => name.replace(/^NHS /, "").replace(/ CCG$/, "");

/** A whole number with its thousands apart. @param {number} n */
export const figure = (n) => Math.round(n).toLocaleString("en-GB");
