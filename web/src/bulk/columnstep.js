// @ts-check
/**
 * The second step: how the list is written, and which of its columns say where a row is.
 *
 * @import { Kind, Place } from "./columns.js"
 * @import { DelimiterName, Encoding, Written } from "./written.js"
 * @typedef {{ encoding?: Encoding, delimiter?: DelimiterName, headless?: boolean }} Chosen
 */
import { el } from "../page/element.js";
import { DELIMITER_NAMES, ENCODINGS } from "./written.js";

/** @type {Record<Kind, string>} */
const KINDS = { postcode: "A postcode", lonlat: "Longitude and latitude", grid: "Easting and northing" };
/** @type {Record<Kind, string[]>} */
export const AXES = { postcode: ["Postcodes are in"], lonlat: ["Longitude is in", "Latitude is in"], grid: ["Easting is in", "Northing is in"] };

/** @param {string} name @param {number} column */
export const columnName = (name, column) => (name.trim() ? name.trim() : `column ${column + 1}, which has no name`);

/**
 * Makes the step for a list. Names are shown again whenever the reader chooses something.
 * @param {object} options
 * @param {Written} options.list
 * @param {Place | undefined} options.place
 * @param {(chosen: Chosen) => void} options.onWritten the reader says how the list is written
 * @param {(place: Place | undefined) => void} options.onPlace
 */
export function columnStep({ list, place, onWritten, onPlace }) {
  let kind = place?.kind ?? "postcode";
  let columns = place ? [...place.columns] : [-1];
  const chosen = el("div", { class: "bulk-chosen" });
  const tell = () => onPlace(columns.every((column) => column >= 0) ? { kind, columns: [...columns] } : undefined);

  const fill = () => {
    chosen.replaceChildren(...AXES[kind].map((label, axis) =>
      el("div", {},
        el("label", { for: `bulk-column-${axis}` }, label),
        choice(`bulk-column-${axis}`,
          [...(columns[axis] < 0 ? [["-1", "Choose a column"]] : []), ...list.names.map((name, column) => [String(column), columnName(name, column)])],
          String(columns[axis]), (value) => {
            columns[axis] = Number(value);
            tell();
          }))));
  };
  fill();
  return el("section", { class: "bulk-step", "aria-labelledby": "bulk-step2" },
    el("h3", { id: "bulk-step2" }, "2. Where each row is"),
    el("label", { for: "bulk-kind" }, "Each row has"),
    choice("bulk-kind", Object.entries(KINDS), kind, (value) => {
      kind = /** @type {Kind} */ (value);
      columns = AXES[kind].map(() => -1);
      fill();
      tell();
    }),
    chosen,
    el("details", {},
      el("summary", {}, "How the file is written"),
      check("bulk-head", "The first row has the names of the columns", !list.headless, (ticked) => onWritten({ headless: !ticked })),
      el("label", { for: "bulk-delimiter" }, "Columns are separated by a"),
      choice("bulk-delimiter", DELIMITER_NAMES.map((name) => [name, name]), list.delimiter, (value) => onWritten({ delimiter: /** @type {DelimiterName} */ (value) })),
      el("label", { for: "bulk-encoding" }, "Letters are written as"),
      choice("bulk-encoding", Object.entries(ENCODINGS), list.encoding, (value) => onWritten({ encoding: /** @type {Encoding} */ (value) })),
      el("p", { class: "bulk-hint" }, "The result is always in UTF-8.")));
}

/** @param {string} id @param {string[][]} options value and text @param {string} value @param {(value: string) => void} onChange */
export function choice(id, options, value, onChange) {
  const select = el("select", { id }, ...options.map(([of, text]) => el("option", { value: of, selected: of === value }, text)));
  select.addEventListener("change", () => onChange(select.value));
  return select;
}

/** @param {string} id @param {string} label @param {boolean} ticked @param {(ticked: boolean) => void} onChange */
export function check(id, label, ticked, onChange) {
  const box = el("input", { type: "checkbox", id, checked: ticked });
  box.addEventListener("change", () => onChange(box.checked));
  return el("div", { class: "bulk-check" }, box, el("label", { for: id }, label));
}
