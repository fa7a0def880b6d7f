// @ts-check
/** The meaning of each family of areas, in a few words. A family that is not here is shown without one. */

/** @type {Record<string, string>} */
const MEANINGS = {
  place: "A part of an integrated care board’s area, where the NHS and councils plan services together.",
  "delivery-unit": "A part of a place, for running its services.",
  ccg: "The area of an NHS body that planned local health care, before there were integrated care boards (ICBs).",
  sicbl: "A part of an integrated care board’s area, mostly the area of a former clinical commissioning group (CCG).",
  icb: "The area of an NHS body that plans health care for a region.",
  "strategic-authority": "The area of a combined authority, or of the Greater London Authority, where councils plan transport, skills and housing together.",
  utla: "The area of a county council, or of a council that does the work of both county and district.",
  lad: "The area of a district, borough or unitary council.",
  ward: "A part of a district that elects councillors.",
  lsoa: "A small area (LSOA) of about 1,500 people, used for the census and official statistics.",
};

/** @param {string} family @returns {string | undefined} */
export const meaning = (family) => MEANINGS[family];
