/** Types of what the server says of a comparison, as far as this view reads it. The browser never loads this file. */
import type { Footprint, Layer } from "../page/replies";

/** How an area stands to the areas of the other layer. */
export type Relation = "coterminous" | "union" | "part-of" | "crossing" | "disjoint" | "cannot-be-told";

export interface Named {
  code: string;
  name: string;
}

export interface Compared extends Pick<Layer, "id" | "family" | "family_title" | "title"> {
  vintage: string | null;
  resolution_m: number | null;
}

/** One of the four questions, with its answer. */
export interface Question {
  question: string;
  figure: string;
  label: string;
  sentence: string;
}

/** How one area stands to the other layer. An area that the data has only in part has no weight. */
export interface Verdict {
  area: Named;
  complete: boolean;
  relation: Relation;
  weight: number | null;
  reason: string;
}

/** What two areas have in common; null is ground outside a layer. */
export interface Overlap {
  a: Named | null;
  b: Named | null;
  weight: number;
  weight_share_of_a: number | null;
  weight_share_of_b: number | null;
  area_m2: number;
}

/** A smaller part of a split area: a place where the two layers differ. */
export interface Difference {
  number: number;
  a: Named | null;
  b: Named | null;
  area_m2: number;
  weight: number;
  blocks: Named[];
  districts: Named[];
  district_parts: { district: Named; whole: boolean; localities: string[] }[];
  postcodes: string[];
  reason: string;
}

/** The reply of `/compare/{a}/{b}`. */
export interface Comparison {
  a: Compared;
  b: Compared;
  tolerance_m: number;
  tolerance_from: string;
  blocks: { layer: string; name: string; blocks: number } | null;
  weight: { unit: string; source: string; total: number };
  answers: Question[];
  verdicts_a: Verdict[];
  verdicts_b: Verdict[];
  matrix: Overlap[];
  differences: Difference[];
  findings: string[];
  manifest: { question: { weight: string | null } };
}

/** Connected ground that is in the same areas throughout. */
export interface PieceFacts {
  a_code: string | null;
  a_name: string | null;
  b_code: string | null;
  b_name: string | null;
  class: string;
  difference: number | null;
  area_m2: number;
}

/** A line of one layer or of both; the codes are those of the areas on its sides. */
export interface LineFacts {
  class: "shared" | "coastal" | "only_a" | "only_b";
  a_left?: string;
  a_right?: string;
}

/** The reply of `/scenarios/compare/{layer}/lines`. */
export interface ComparedLines {
  features: GeoJSON.Feature<GeoJSON.LineString, LineFacts>[];
}

/** The reply of `/compare/{a}/{b}?f=geojson`. */
export interface Pieces {
  features: GeoJSON.Feature<Footprint, PieceFacts>[];
}
