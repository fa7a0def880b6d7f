// @ts-check
/** Small signs beside words. They say nothing that the words do not. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  tick: "M3 8.5l3.2 3.2L13 5",
  question: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.8M8 12.6v.1",
  border: "M8 2.2L14.4 13.6H1.6zM8 6.4v3.4M8 11.7v.1",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", PATHS[name]);
  svg.append(shape);
  return svg;
}
