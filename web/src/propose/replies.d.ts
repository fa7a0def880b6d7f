/** Types of the server's replies about scenarios. The browser never loads this file. */

export interface Named {
  code: string;
  name: string;
}

/** The reply of `/scenarios/blocks`: the building blocks of a review, and which of them share a border. */
export interface BlocksReply {
  layer: string;
  /** The ground, as LAYER/CODE. */
  within: string[] | null;
  weight: { unit: string; source: string };
  codes: string[];
  names: string[];
  weights: number[];
  postcodes: number[];
  /** Square metres. */
  area_m2: number[];
  /** Metres of each block's whole outline, holes included. */
  outline_m: number[];
  /** A place inside each block: degrees of longitude and latitude. */
  at: [number, number][];
  /** Two blocks, the first before the second, and the metres that they share. */
  borders: [number, number, number][];
  /** A block, and the metres that it shares with blocks that are not listed. */
  outside: [number, number][];
  district_layer: string;
  /** The area of each block in some layers: a position in `areas`, or -1. */
  layers: Record<string, { areas: Named[]; of: number[] }>;
  attribution: string;
}

export interface AreaScore {
  area: Named;
  complete: boolean;
  blocks: number | null;
  weight: number | null;
  postcodes: number | null;
  area_m2: number | null;
  size: { kept: boolean | null; reason: string };
  contiguous: boolean | null;
  parts: number | null;
  polsby_popper: number | null;
  detached: { reason: string; island: boolean; across_water: boolean }[];
}

export interface Flow {
  from: Named | null;
  to: Named | null;
  stays: boolean;
  blocks: number;
  weight: number;
  postcodes: number;
}

/** The reply of `/scenarios/score`, as far as the page reads it. */
export interface ScoreReply {
  title: string;
  weight: { unit: string; source: string; total: number };
  summary: string[];
  assignment: { ground: string | null; blocks: number; partition: boolean; unassigned: Named[]; forgotten: unknown[] };
  areas: AreaScore[];
  districts_split: { district: Named; parts: { area: Named | null; blocks: number; weight: number }[] }[];
  against: { layer: string; coterminous: number; told: number; verdicts: { area: Named; relation: string; reason: string }[] } | null;
  moves: { from: string; flows: Flow[]; moved: number; moved_postcodes: number; total: { weight: number; postcodes: number } } | null;
  findings: string[];
  attribution: string;
}
