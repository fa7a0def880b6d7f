// @ts-check
/**
 * Pairs of coordinates in the notations that people paste: decimal degrees, degrees with minutes and seconds,
 * letters of the compass, easting and northing, and links to maps. Pure functions.
 *
 * @import { LonLat } from "../page/replies"
 * @import { GridPlace } from "./gridreference.js"
 * @typedef {{ point: LonLat, order: "lat-lon" | "lon-lat" | "named" }} Degrees
 * @typedef {Degrees | { grid: GridPlace } | { problem: string }} Coordinates
 * @typedef {{ value: number, side: string }} Angle an angle in degrees, with its letter of the compass if it has one
 */
import { gridPlace } from "./gridreference.js";

/** Degrees that Great Britain and Ireland are within: no number is both a latitude and a longitude. */
const LAT = [49, 61.5];
const LON = [-11, 3];
const isLat = (/** @type {number} */ value) => value >= LAT[0] && value <= LAT[1];
const isLon = (/** @type {number} */ value) => value >= LON[0] && value <= LON[1];

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?`;
/** Where links to maps have their place, latitude first: the pin of a link before its view. */
const LINKS = [
  new RegExp(`!3d(${NUMBER})!4d(${NUMBER})`),
  new RegExp(`mlat=(${NUMBER}).*?mlon=(${NUMBER})`),
  new RegExp(`[?&](?:q|query|ll|center|destination|daddr|loc)=(?:loc:)?(${NUMBER})(?:,|%2C)\\+?(${NUMBER})`, "i"),
  new RegExp(`[?&]lat=(${NUMBER}).*?[?&](?:lon|lng|long)=(${NUMBER})`, "i"),
  new RegExp(`[?&]cp=(${NUMBER})~(${NUMBER})`),
  new RegExp(`@(${NUMBER}),(${NUMBER})`),
  new RegExp(`#map=[\\d.]+/(${NUMBER})/(${NUMBER})`),
  new RegExp(`^geo:(${NUMBER}),(${NUMBER})`, "i"),
];

/** Whether text is a link, or the part of one that has the place. @param {string} text */
export const isLink = (text) => /^\s*(https?:\/\/|www\.|geo:|@[-\d]|[?&]?mlat=)/i.test(text);

/** Reads a link to a map. @param {string} text @returns {Coordinates} */
export function readLink(text) {
  for (const link of LINKS) {
    const [, lat, lon] = link.exec(text.replaceAll("%2C", ",")) ?? [];
    if (lat) return point(Number(lat), Number(lon), "named");
  }
  return { problem: "This link does not say where it is. Copy a link that has the place in it, such as …/@54.0108,-2.7877,15z, or type the coordinates." };
}

/**
 * Whether text has only numbers, signs and the letters and words that go with coordinates. A number with one letter
 * is a code, such as "01E".
 * @param {string} text
 */
export function isCoordinates(text) {
  const numbers = text.match(/\d+(?:[.,]\d+)?/g)?.length ?? 0;
  return (numbers > 1 || (numbers === 1 && !/[a-z]/i.test(text))) && /^[\s\d.,;:/+°º'"()[\]{}=NSEW-]*$/.test(plain(text));
}

/** Replaces the signs and words that mean the same by one each. @param {string} text */
function plain(text) {
  return text
    .toUpperCase()
    .replace(/[−–—‐‑]/g, "-")
    .replace(/[′’‘´`]/g, "'")
    .replace(/''|[″”“]/g, '"')
    .replace(/\bPOINT\b|\b(?:WGS ?84|BNG|OSGB)\b/g, " ")
    .replace(/\bEASTINGS?\b/g, "E").replace(/\bNORTHINGS?\b/g, "N")
    .replace(/"?\bLAT(?:ITUDE)?\b"?\s*[:=]?/g, " LAT ").replace(/"?\b(?:LONG?|LNG|LONGITUDE)\b"?\s*[:=]?/g, " LON ")
    .replace(/ LAT /g, " N ").replace(/ LON /g, " E ")
    .replace(/\bNORTH\b/g, "N").replace(/\bSOUTH\b/g, "S").replace(/\bEAST\b/g, "E").replace(/\bWEST\b/g, "W")
    .replace(/\b(?:DEGREES?|DEG)\b|(?<=\d)DEG/g, "°").replace(/\bMIN(?:UTES?)?\b/g, "'").replace(/\bSEC(?:ONDS?)?\b/g, '"')
    .trim();
}

/** Reads a pair of coordinates. @param {string} text @returns {Coordinates} */
export function readCoordinates(text) {
  const said = withoutThousands(plain(text).replace(/[()[\]{}]/g, " "));
  const wkt = /^\s*POINT\b/i.test(text);
  const numbers = said.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? [];
  const letters = said.match(/[NSEW]/g) ?? [];
  const large = numbers.filter((number) => number >= 1000).length;
  if (numbers.length === 1 && /^\d{12}$/.test(said.trim())) return grid(Number(said.trim().slice(0, 6)), Number(said.trim().slice(6)));
  if (numbers.length === 2 && large) return metres(numbers, letters, said);
  if (large) return { problem: `“${text.trim()}” is not understood. ${EXAMPLES}` };
  const angles = letters.length ? named(said) : unnamed(said);
  if (typeof angles === "string") return { problem: angles };
  return inOrder(angles, wkt);
}

const EXAMPLES = "Type latitude and longitude, such as 54.0108, -2.7877, or easting and northing, such as 348558 457442.";

/** Joins figures in groups of three, "348,558", and reads decimal commas, "54,0108; -2,7877". @param {string} text */
function withoutThousands(text) {
  const decimal = /^\s*([-+]?\d{1,3}),(\d{3,})\s*°?\s*([NSEW]?)\s*[;\s/]\s*([-+]?\d{1,3}),(\d+)\s*°?\s*([NSEW]?)\s*$/.exec(text);
  if (decimal && Number(decimal[1]) < 100 && Number(decimal[4]) < 100) return `${decimal[1]}.${decimal[2]} ${decimal[3]} ; ${decimal[4]}.${decimal[5]} ${decimal[6]}`;
  return text.replace(/(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])/g, (group) => group.replaceAll(",", ""));
}

/** Reads two numbers in metres; letters say which is which. @param {number[]} numbers @param {string[]} letters @param {string} said @returns {Coordinates} */
function metres([first, second], letters, said) {
  if (/[-]/.test(said.replace(/\d-\d/g, ""))) return grid(-1, -1);
  const northFirst = letters.length === 2 && letters[0] === "N" && letters[1] === "E";
  return northFirst ? grid(second, first) : grid(first, second);
}

/** @param {number} easting @param {number} northing @returns {Coordinates} */
function grid(easting, northing) {
  const place = gridPlace(easting, northing);
  return typeof place === "string" ? { problem: place } : { grid: place };
}

/** Reads angles that have letters, before or after them. Text says what is wrong. @param {string} said @returns {Angle[] | string} */
function named(said) {
  const pattern = /^[,;\s]*[NSEW]/.test(said) ? /([NSEW])([^NSEW]*)/g : /([^NSEW]*)([NSEW])/g;
  const parts = [...said.matchAll(pattern)].map(([, a, b]) => (/[NSEW]/.test(a) ? { side: a, text: b } : { side: b, text: a }));
  const rest = said.replace(pattern, "").trim();
  const wrong = "Give one latitude, with N or S, and one longitude, with E or W, such as 54.0108 N, 2.7877 W.";
  if (parts.length !== 2 || /\d/.test(rest)) return wrong;
  if (parts.filter(({ side }) => "NS".includes(side)).length !== 1) return wrong;
  /** @type {Angle[]} */
  const angles = [];
  for (const { side, text } of parts) {
    const value = angle(text);
    if (typeof value === "string") return value;
    angles.push({ value: "SW".includes(side) ? -Math.abs(value) : value, side });
  }
  return angles;
}

/** Reads angles without letters: a comma, a semicolon or a space is between them. @param {string} said @returns {Angle[] | string} */
function unnamed(said) {
  const parts = said.split(/[;,]|\/(?=\s*[-+\d])/).map((part) => part.trim()).filter(Boolean);
  const two = parts.length === 2 ? parts : halves(said);
  if (!two) return `Two numbers are needed. ${EXAMPLES}`;
  /** @type {Angle[]} */
  const angles = [];
  for (const part of two) {
    const value = angle(part);
    if (typeof value === "string") return value;
    angles.push({ value, side: "" });
  }
  return angles;
}

/** Splits numbers without a comma in two: two, four or six of them. @param {string} said */
function halves(said) {
  const all = said.match(/[-+]?\d+(?:\.\d+)?\s*[°º'"]*/g) ?? [];
  if (![2, 4, 6].includes(all.length)) return null;
  return [all.slice(0, all.length / 2).join(" "), all.slice(all.length / 2).join(" ")];
}

/** Reads degrees, minutes and seconds. Text says what is wrong. @param {string} text @returns {number | string} */
function angle(text) {
  const parts = text.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? [];
  if (!parts.length || parts.length > 3) return `“${text.trim()}” is not an angle. ${EXAMPLES}`;
  const [degrees, minutes = 0, seconds = 0] = parts;
  if (minutes >= 60 || seconds >= 60) return "Minutes and seconds are less than 60, as in 54°00′38″N 2°47′11″W.";
  const value = degrees + minutes / 60 + seconds / 3600;
  return /-\s*\d/.test(text) ? -value : value;
}

/** Puts two angles in order. @param {Angle[]} angles @param {boolean} wkt longitude is first, as in well-known text @returns {Coordinates} */
function inOrder([a, b], wkt) {
  if (a.side) return "NS".includes(a.side) ? point(a.value, b.value, "named") : point(b.value, a.value, "named");
  if (wkt) return point(b.value, a.value, "lon-lat");
  if (isLat(a.value) && isLon(b.value)) return point(a.value, b.value, "lat-lon");
  if (isLon(a.value) && isLat(b.value)) return point(b.value, a.value, "lon-lat");
  return { problem: `${a.value}, ${b.value} is not in Britain, whichever of the two is the latitude. ${EXAMPLES}` };
}

/** @param {number} lat @param {number} lon @param {Degrees["order"]} order @returns {Coordinates} */
function point(lat, lon, order) {
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return { problem: "A latitude is at most 90 degrees and a longitude at most 180." };
  const rounded = (/** @type {number} */ value) => Number(value.toFixed(7));
  return { point: { lon: rounded(lon), lat: rounded(lat) }, order };
}
