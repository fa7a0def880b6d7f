/**
 * The families of areas: the order in which they are listed and the one colour
 * that each has everywhere (switch, outline, label, answer row).
 *
 * The colours are chosen so that people with any of the three common kinds of
 * colour blindness can tell them apart; `tests/families.test.mjs` holds them to
 * 3:1 contrast with land and sea (WCAG 1.4.11) and to a least distance from
 * each other. Districts and LSOAs are neutral on purpose: they are context.
 */
const KNOWN = new Map([
  ["place", { light: "#ab500b", dark: "#fa9052" }],
  ["delivery-unit", { light: "#0752b9", dark: "#4088c5" }],
  ["ccg", { light: "#b4369c", dark: "#eaa5e9" }],
  ["sicbl", { light: "#5b0658", dark: "#cb4473" }],
  ["icb", { light: "#291477", dark: "#bc96ff" }],
  ["utla", { light: "#136b47", dark: "#56c082" }],
  ["lad", { light: "#3a444d", dark: "#c3ccd3" }],
  ["ward", { light: "#83421b", dark: "#f0df63" }],
  ["lsoa", { light: "#646d76", dark: "#87919b" }],
]);

/** A family that this page has never heard of still gets a legible colour. */
const FALLBACK = { light: "#6b5344", dark: "#c9ab96" };

/** What lies under every area: the sea, the land, and the ink of labels. */
export const GROUND = {
  light: { sea: "#d9e5eb", land: "#f7f6f1", coast: "#b4c3cb", halo: "#fdfdfb" },
  dark: { sea: "#101a22", land: "#1e2a33", coast: "#3c4d59", halo: "#141f27" },
};

const ORDER = [...KNOWN.keys()];

/** The colour of a family; `theme` is "light" or "dark". */
export function familyColour(family, theme = "light") {
  return (KNOWN.get(family) ?? FALLBACK)[theme];
}

/** Families with a colour of their own, in listing order. */
export function knownFamilies() {
  return [...ORDER];
}

/** Where a family comes in every list. Unknown ones follow the known ones, building blocks come last. */
export function familyRank(family) {
  if (family === "lsoa") return ORDER.length + 1;
  const rank = ORDER.indexOf(family);
  return rank < 0 ? ORDER.length : rank;
}

/** Sorts anything that has a `family` into listing order. */
export function byFamily(a, b) {
  return familyRank(a.family) - familyRank(b.family) || a.family.localeCompare(b.family);
}
