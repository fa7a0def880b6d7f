// @ts-check
/**
 * The tool in hand on the map: finds the block under the pointer, draws the brush and the rectangle, and paints.
 *
 * @import { Map as MapLibreMap } from "maplibre-gl"
 * @import { Desk } from "./desk.js"
 * @import { Pixel } from "./pointer.js"
 */
import { el } from "../page/element.js";
import { FILL } from "./easelstyle.js";
import { between, listen } from "./pointer.js";
import { around } from "./grid.js";

/** Pixels between the places of a stroke that are looked at. */
const STEP = 6;

/** @param {Desk} desk @param {MapLibreMap} library @param {(block: number, follow: boolean) => void} onPoint */
export function createMapHand(desk, library, onPoint) {
  const { hand, session: { blocks, grid } } = desk;
  const byId = new Map([...blocks.ids].map((id, block) => [id, block]));
  const container = library.getContainer();
  const ring = el("div", { class: "brush-ring", hidden: true });
  const frame = el("div", { class: "brush-frame", hidden: true });
  const tip = el("div", { class: "block-tip", hidden: true, "aria-hidden": "true" });
  /** @type {Pixel | null} */
  let corner = null;
  let stop = () => {};

  /** @param {Pixel} at @returns {[number, number]} */
  const place = ({ x, y }) => {
    const { lng, lat } = library.unproject([x, y]);
    return [lng, lat];
  };
  /** Returns the block that is drawn at a pixel. @param {Pixel} at */
  const blockAt = ({ x, y }) => {
    if (!library.getLayer(FILL)) return undefined;
    const [feature] = library.queryRenderedFeatures([x, y], { layers: [FILL] });
    return feature ? byId.get(Number(feature.id)) : undefined;
  };
  const metresOfPixel = () => (Math.cos((library.getCenter().lat * Math.PI) / 180) * 40_075_016) / (512 * 2 ** library.getZoom());

  /** @param {Pixel | null} at */
  const hover = (at) => {
    const radius = at && hand.tool === "brush" && hand.radius ? hand.radius / metresOfPixel() : 0;
    ring.hidden = !radius || !at;
    if (radius && at) box(ring, at.x - radius, at.y - radius, radius * 2, radius * 2);
    const block = at ? blockAt(at) : undefined;
    tip.hidden = block === undefined;
    if (at && block !== undefined) {
      tip.textContent = `${blocks.names[block]} · ${desk.nameOf(desk.entry().proposal.of[block])}`;
      tip.style.translate = `${Math.min(at.x + 14, container.clientWidth - 220)}px ${at.y + 16}px`;
    }
  };
  const pointer = {
    paints: () => hand.tool !== "move",
    /** @param {Pixel} at */
    start(at) {
      if (hand.tool === "rectangle") {
        corner = at;
      } else {
        desk.beginStroke();
        desk.drawOn(blockAt(at), place(at));
      }
      desk.changed();
    },
    /** @param {Pixel} from @param {Pixel} to */
    move(from, to) {
      if (hand.tool === "rectangle") {
        frame.hidden = !corner;
        if (corner) box(frame, Math.min(corner.x, to.x), Math.min(corner.y, to.y), Math.abs(corner.x - to.x), Math.abs(corner.y - to.y));
        return;
      }
      // A district or a flood is for a click; dragging it over a county is never meant.
      if (hand.tool !== "brush") return;
      for (const at of between(from, to, STEP)) desk.drawOn(blockAt(at), place(at));
      desk.changed();
    },
    /** @param {Pixel} at @param {boolean} moved */
    end(at, moved) {
      frame.hidden = true;
      if (hand.tool !== "rectangle") return desk.endStroke();
      if (moved && corner) desk.useRectangle(place(corner), place(at));
      else desk.useCorner(place(at), blockAt(at));
      corner = null;
    },
    cancel() {
      frame.hidden = true;
      corner = null;
      desk.cancelStroke();
    },
    hover,
  };
  return {
    enter() {
      container.append(ring, frame, tip);
      stop = listen(library, pointer);
      this.tool();
    },
    leave() {
      stop();
      for (const one of [ring, frame, tip]) one.remove();
      container.classList.remove("painting", "moving");
    },
    /** Shows the cursor of the tool. */
    tool() {
      container.classList.toggle("painting", hand.tool !== "move");
      container.classList.toggle("moving", hand.tool === "move");
      hover(null);
    },
    /** The middle of the map was chosen by keyboard, or the map was clicked without a tool that paints. @param {[number, number]} at */
    point(at) {
      const { x, y } = library.project(at);
      const block = blockAt({ x, y }) ?? nearest(at);
      if (block === undefined) return;
      if (hand.tool === "move") onPoint(block, false);
      else desk.use(block, at);
    },
  };

  /** @param {[number, number]} at */
  function nearest(at) {
    const near = around(grid, at, 5000);
    return near.sort((a, b) => distance(a, at) - distance(b, at))[0];
  }
  /** @param {number} block @param {[number, number]} at */
  function distance(block, at) {
    return Math.hypot((blocks.at[block][0] - at[0]) * grid.scale, blocks.at[block][1] - at[1]);
  }
}

/** @param {HTMLElement} node @param {number} left @param {number} top @param {number} width @param {number} height */
function box(node, left, top, width, height) {
  node.style.translate = `${left}px ${top}px`;
  node.style.width = `${width}px`;
  node.style.height = `${height}px`;
}
