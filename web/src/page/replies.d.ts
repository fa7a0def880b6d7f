/** Types of the server's replies, as far as the page reads them. The browser never loads this file. */
import type { StyleSpecification } from "maplibre-gl";

export type Theme = "light" | "dark";
export type Role = "primary" | "block" | "drawing" | "backdrop";

/** A layer in `/collections`. */
export interface Layer {
  id: string;
  family: string;
  family_title: string;
  title: string;
  vintage?: string | null;
  role: Role;
  valid_from: string | null;
  valid_to: string | null;
  known_to?: string | null;
  areas: number;
  extent?: { spatial?: { bbox: [number, number, number, number][] } };
}

export interface Catalogue {
  collections: Layer[];
  extent_title: string | null;
  example_postcode: string | null;
  attribution: string;
}

/** The colour of each family, by the family's name. */
export type Colours = Record<string, Record<Theme, string>>;

/** The reply of `/style.json` with a theme. */
export type Style = StyleSpecification & { metadata: { families: Colours; halo: string; basemap_attribution?: string | null } };

/** A position in degrees (WGS 84). */
export interface LonLat {
  lon: number;
  lat: number;
}

/** A postcode or point to look up; `grid` is a point in metres of the British National Grid. */
export interface Query {
  postcode?: string;
  point?: LonLat;
  grid?: { easting: number; northing: number };
}

/** An area that `/areas` found by its name or code. */
export interface NamedArea {
  layer: string;
  family: string;
  code: string;
  name: string;
  valid_from: string | null;
  valid_to: string | null;
  /** West, south, east, north in degrees. */
  bbox?: [number, number, number, number];
}

/** The reply of `/collections/{layer}/items/{code}/neighbours`. Lengths are in metres. */
export interface Neighbours {
  area: { code: string; name: string };
  neighbours: { code: string; name: string; shared_m: number }[];
  unshared_m: number;
}

/** The reply of `/collections/{layer}/items/{code}/overlapping`, as far as the page reads it. */
export interface Overlapping {
  tolerance_m: number;
  weight_unit: string;
  verdict: {
    area: { code: string; name: string };
    relation: string;
    reason: string;
    area_m2: number;
    weight: number;
    with: { area: { code: string; name: string }; area_m2: number; area_share: number; weight: number; weight_share: number; whole: boolean }[];
    outside: { area_m2: number; area_share: number } | null;
  };
}

export interface Alternative {
  code: string;
  name: string;
  distance_m: number;
}

export interface FoundArea {
  family: string;
  layer: string;
  code: string;
  codes?: Record<string, string>;
  name: string;
  complete: boolean;
  method: string;
  agrees: boolean | null;
  boundary_distance_m: number | null;
  certain: boolean;
  doubt: string | null;
  known_to: string | null;
  reason: string;
  basis?: { code: string };
  alternatives: Alternative[];
  perhaps_none: boolean;
}

export interface NoArea {
  family: string;
  layer: string;
  reason: string;
  alternatives?: Alternative[];
}

export interface PostcodeFacts {
  postcode: string;
  status: string;
  in_use?: string;
  used_again?: boolean;
  introduced?: string | null;
  terminated?: string | null;
  user_type?: string | null;
  oa?: string | null;
  lsoa?: string | null;
  msoa?: string | null;
  /** The district that each release gives, in order of their dates. */
  districts?: { release: string; month: string; code: string }[];
}

export interface Point extends LonLat {
  easting: number;
  northing: number;
  position: string | null;
  position_code?: string | null;
  uncertainty_m: number;
  apart_m: number | null;
}

/** The reply of `/lookup` and `/postcodes/{postcode}`. */
export interface Answer {
  query: { postcode?: string; lon?: number; lat?: number };
  on: string;
  point: Point;
  postcode: PostcodeFacts | null;
  areas: FoundArea[];
  without: NoArea[];
  notes: string[];
  attribution: string;
}

/** A GeoJSON geometry of areas. */
export type Footprint = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** The reply of `/collections/{layer}/items/{code}`. */
export interface Item {
  geometry: Footprint | null;
  properties: { code: string; name: string; complete: boolean; valid_from: string | null; valid_to: string | null; [other: string]: unknown };
}
