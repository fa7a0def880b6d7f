// @ts-check
/**
 * Finds the columns of a list that say where each row is. Pure: no DOM.
 *
 * @typedef {"postcode" | "lonlat" | "grid"} Kind
 * @typedef {{ kind: Kind, columns: number[] }} Place the positions of the columns, one or two
 */

/** Usual names of a column of postcodes, in the server's order. */
const POSTCODE = ["postcode", "pcd", "pcds", "pcd7", "pcd8", "pcd2"];
/** Usual names of pairs of columns. @type {[Kind, string[], string[]][]} */
const PAIRS = [
  ["lonlat", ["longitude", "lon", "lng", "long"], ["latitude", "lat"]],
  ["grid", ["easting", "eastings", "oseast1m", "x"], ["northing", "northings", "osnrth1m", "y"]],
];

/** The share of a column's values that must look like postcodes. */
const MOST = 0.6;

/** A name without case, white space, underscores and hyphens: the differences that the server overlooks. @param {string} name */
const squeezed = (name) => name.toLowerCase().replace(/[\s_\-\ufeff]/g, "");

/** Whether a text looks like a postcode. @param {string} text */
export const looksLikePostcode = (text) => /^[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}$/i.test(text.replace(/\s/g, ""));

const isNumber = (/** @type {string} */ text) => /^\s*[-+]?\d+(\.\d+)?\s*$/.test(text);

/** Whether a first row is a head: none of its fields is a postcode, and not all are numbers. @param {string[]} fields */
export const likelyHead = (fields) => !fields.some(looksLikePostcode) && !(fields.length > 0 && fields.every((field) => field === "" || isNumber(field)) && fields.some(isNumber));

/** Finds the columns by their names. @param {string[]} names @returns {Place | undefined} */
export function placeByName(names) {
  const all = names.map(squeezed);
  const first = (/** @type {string[]} */ wanted) => wanted.map((name) => all.indexOf(name)).find((at) => at >= 0);
  const postcode = first(POSTCODE);
  if (postcode !== undefined) return { kind: "postcode", columns: [postcode] };
  for (const [kind, one, other] of PAIRS) {
    const pair = [first(one), first(other)];
    if (pair[0] !== undefined && pair[1] !== undefined) return { kind, columns: [pair[0], pair[1]] };
  }
  return undefined;
}

/**
 * Finds the columns by their names, or else the column whose values look most like postcodes.
 * @param {string[]} names @param {string[][]} sample @returns {Place | undefined}
 */
export function placeOf(names, sample) {
  const named = placeByName(names);
  if (named) return named;
  const shares = names.map((_, column) => {
    const values = sample.map((row) => row[column] ?? "").filter((value) => value.trim() !== "");
    return values.length ? values.filter(looksLikePostcode).length / values.length : 0;
  });
  const best = Math.max(0, ...shares);
  return best >= MOST ? { kind: "postcode", columns: [shares.indexOf(best)] } : undefined;
}

/** The request's parameter that names the columns. @param {Place} place @param {string[]} names @returns {[string, string]} */
export function placeParameter({ kind, columns }, names) {
  const value = columns.map((column) => names[column].trim()).join(",");
  return [{ postcode: "postcode_column", lonlat: "lonlat_columns", grid: "grid_columns" }[kind], value];
}

/** The same list by the command line. @param {[string, string]} parameter @param {Record<string, string>} others @param {string} file */
export function commandOf([parameter, value], others, file) {
  const quoted = (/** @type {string} */ text) => (/^[\w./,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const options = Object.entries({ [parameter.replace("_", "-")]: value, ...others }).map(([name, text]) => `--${name} ${quoted(text)}`);
  return `coterm bulk ${quoted(file)} ${options.join(" ")} -o ${quoted(outputName(file))}`;
}

/** The name of the file with the answers. @param {string} file @param {string} [what] */
export const outputName = (file, what = "areas") => `${file.replace(/\.(csv|tsv|txt)$/i, "")}-${what}.csv`;
