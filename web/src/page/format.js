// @ts-check
/**
 * Puts facts into words. Pure functions: no DOM, no clock. British English.
 *
 * @import { Change } from "./catalogue.js"
 * @import { FoundArea, LonLat, Point, PostcodeFacts } from "./replies"
 */

const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July",
  "August", "September", "October", "November", "December",
];

/** Whether `text` is a real day, such as 2022-07-27 and not 2022-02-30. @param {string | null | undefined} text */
export function isDay(text) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** "2022-07-27" -> "27 July 2022". Other text is returned unchanged. @param {string | null | undefined} iso */
export function day(iso) {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "") ?? [];
  return y ? `${Number(d)} ${MONTHS[Number(m) - 1]} ${y}` : String(iso ?? "");
}

/** "2001-06" -> "June 2001". @param {string | null | undefined} iso */
export function month(iso) {
  const [, y, m] = /^(\d{4})-(\d{2})/.exec(iso ?? "") ?? [];
  return y ? `${MONTHS[Number(m) - 1]} ${y}` : String(iso ?? "");
}

/** Puts a layer's period of validity into words. Null or absent ends are open. @param {string | null | undefined} from @param {string | null | undefined} to */
export function period(from, to) {
  if (from && to) return `${day(from)} to ${day(to)}`;
  if (from) return `from ${day(from)}`;
  if (to) return `until ${day(to)}`;
  return "no dates given";
}

/** Puts metres into words, never more precise than the data. @param {number | null | undefined} metres */
export function distance(metres) {
  if (typeof metres !== "number" || !Number.isFinite(metres)) return "unknown";
  if (metres < 1) return "less than 1 m";
  if (metres < 1000) return `${Math.round(metres)} m`;
  return `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)} km`;
}

/** 1 -> "1 area", 1294 -> "1,294 areas". @param {number} n */
export function count(n, noun = "area") {
  return `${n.toLocaleString("en-GB")} ${noun}${n === 1 ? "" : "s"}`;
}

/** Writes easting and northing in metres of the British National Grid. @param {Pick<Point, "easting" | "northing">} point */
export function gridReference({ easting, northing }) {
  const whole = (/** @type {number} */ n) => Math.round(n).toLocaleString("en-GB");
  return `${whole(easting)} E, ${whole(northing)} N`;
}

/** Writes latitude and longitude with a hemisphere instead of a sign; five decimals are about a metre. @param {LonLat} point */
export function lonLat({ lon, lat }) {
  const side = (/** @type {number} */ value, /** @type {string} */ plus, /** @type {string} */ minus) => `${Math.abs(value).toFixed(5)}° ${value < 0 ? minus : plus}`;
  return `${side(lat, "N", "S")}, ${side(lon, "E", "W")}`;
}

/**
 * Writes a postcode in capitals with one space before the last three characters. Text that
 * cannot be a postcode, such as a town, is returned as it was typed: the server says what is wrong.
 * @param {string} typed
 */
export function postcode(typed) {
  const compact = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const [, outward, inward] = compact.match(/^([A-Z0-9]{2,4})(\d[A-Z]{2})$/) ?? [];
  return outward ? `${outward} ${inward}` : typed.trim();
}

/** Names the method by which an area was found. @param {Pick<FoundArea, "method">} area */
export function method({ method: how }) {
  return how === "table" ? "Official code table" : "Drawn boundary (polygon)";
}

/** Says in a few words how certain an area is: "Certain", "To Nov 2025", "Not certain". @param {Pick<FoundArea, "certain" | "doubt" | "known_to">} area */
export function sureness({ certain, doubt, known_to }) {
  if (certain) return "Certain";
  if (doubt !== "date" || !known_to) return "Not certain";
  const [name, year] = month(known_to).split(" ");
  return `To ${name.slice(0, 3)} ${year}`;
}

/** Says whether code table and polygon agree; null if only one of them has an answer. @param {Pick<FoundArea, "agrees">} area */
export function crossCheck({ agrees }) {
  if (agrees === true) return "Table and boundary agree";
  if (agrees === false) return "Table and boundary disagree";
  return null;
}

/** Says in one sentence whether a postcode is in use. @param {Omit<PostcodeFacts, "postcode">} postcode */
export function standing({ status, in_use, used_again, introduced, terminated }) {
  if (in_use === "yes" && terminated) return `In use then; terminated in ${month(terminated)}.`;
  if (used_again) return `Terminated in ${month(terminated)}, and used again later.`;
  if (status === "terminated" && terminated) {
    const since = introduced ? `, introduced ${month(introduced)}` : "";
    return `No longer in use: terminated ${month(terminated)}${since}.`;
  }
  if (status === "terminated" || in_use === "ended") return "No longer in use.";
  if (in_use === "not yet") return introduced ? `In use only since ${month(introduced)}.` : "Not yet in use.";
  if (in_use === "unknown") return "It is not known whether it was in use then.";
  return introduced ? `In use since ${month(introduced)}.` : "In use.";
}

/**
 * Says which areas last changed, as of a day: "Changed on this day: places."
 * @param {Change[]} changes oldest first @param {string} on
 */
export function changeWords(changes, on) {
  if (!changes.length) return "";
  const last = changes.filter(({ day: changed }) => changed <= on).at(-1);
  if (!last) return `The data starts on ${day(changes[0].day)}.`;
  if (last === changes[0]) return last.day === on ? "The data starts on this day." : `No change since the data starts, on ${day(last.day)}.`;
  const families = last.families.map(inSentence).join(", ");
  return last.day === on ? `Changed on this day: ${families}.` : `Last change, on ${day(last.day)}: ${families}.`;
}

/** "Places" -> "places", but "CCGs" is unchanged. @param {string} title */
const inSentence = (title) => (/^[A-Z][a-z]/.test(title) ? title[0].toLowerCase() + title.slice(1) : title);
