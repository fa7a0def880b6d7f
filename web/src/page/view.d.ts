/** What the page gives to its views, and what it asks of them. The browser never loads this file. */
import type { PageMap } from "../map/map.js";
import type { Families } from "./families.js";
import type { Catalogue, Layer, LonLat, Theme } from "./replies";

/** What every view is made with. */
export interface Page {
  catalogue: Catalogue;
  layers: Layer[];
  families: Families;
  map: PageMap;
  /** The element that the view fills, which no other view touches. */
  panel: HTMLElement;
  theme(): Theme;
  /** Says something to those who hear the page. */
  announce(text: string): void;
  /**
   * Writes the view's state to the address, as a new step of the browser's history or in place of the
   * current one. The view's name and the map's place are added. What was looked up is never in `state`.
   */
  remember(state: Record<string, string>, how: "push" | "replace"): void;
}

/** A view of the page, such as "compare". It is made when it is first shown. */
export interface View {
  /** Shows the state of an address: when the view is entered, and when the reader goes back or forward. */
  show(state: URLSearchParams): void | Promise<void>;
  /** Takes what the view has added off the map. */
  leave?(): void;
  /** The reader has selected a point on the map. */
  point?(point: LonLat): void;
  /** The map has moved. */
  moved?(): void;
  /** The theme has changed: draws the map again. */
  restyle?(): void;
}

/** Makes a view. Its module exports this as `create`. */
export type CreateView = (page: Page) => View;
