/** Types of what the server says of a comparison, as far as the story reads them. The browser never loads this file. */
import type { Comparison, Named, Overlap, Relation } from "../compare/replies";
import type { Layer } from "../page/replies";

export interface Part {
  area: Named;
  main: boolean;
  weight: number;
  weight_share: number | null;
  districts: { district: Named; whole: boolean; localities: string[] }[];
}

/** An area that several areas of the other layer share. */
export interface Split {
  layer: { id: string };
  area: Named;
  shares: Part[];
  reason: string;
}

export interface Judged {
  area: Named;
  complete: boolean;
  relation: Relation;
  weight: number | null;
  with: { area: Named; weight: number; weight_share: number | null }[];
}

export type Compared = Omit<Comparison, "matrix" | "verdicts_a" | "verdicts_b"> & {
  verdicts_a: Judged[];
  verdicts_b: Judged[];
  matrix: (Overlap & { districts: Named[]; stays: boolean })[];
  splits: Split[];
  moves: { stays: number; moved: number };
  attribution: string;
};

/** A layer with what the list of layers says of its source. */
export type Sourced = Layer & { source?: string };

/** What the story is made of. */
export interface Facts {
  layers: Record<string, Sourced>;
  comparisons: Record<string, Compared>;
}

/** Ground that stands out on the map, with what it is in words. */
export interface Marked {
  text: string;
  /** Two layers, and the pairs of their areas that have the ground; an area of only one of them is null. */
  pair: [string, string];
  overlaps: [string | null, string | null][];
}

/** What the map shows of a chapter. */
export interface Scene {
  /** The layers that are drawn, the most important first. */
  layers: string[];
  marked?: Marked;
  /** Areas of the first layer that the story is not about. */
  faint?: string[];
  /** The area that the map goes to, as layer and code; without it, the ground of the whole review. */
  area?: { layer: string; code: string };
}

export interface Chapter {
  title: string;
  paragraphs: string[];
  table: { caption: string; heads: string[]; rows: string[][] };
  scene: Scene;
  /** The pair of layers that the chapter is about. */
  pair: [string, string];
}
