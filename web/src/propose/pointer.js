// @ts-check
/**
 * Painting on the map with a mouse, a pen or a finger. Two fingers, the space bar and other mouse
 * buttons move the map as ever: only what paints is kept from the map library.
 *
 * @import { Map as MapLibreMap } from "maplibre-gl"
 * @typedef {{ x: number, y: number }} Pixel
 * @typedef {object} Hand
 * @property {() => boolean} paints whether the tool paints, rather than moves the map
 * @property {(at: Pixel) => void} start
 * @property {(from: Pixel, to: Pixel) => void} move
 * @property {(at: Pixel, moved: boolean) => void} end
 * @property {() => void} cancel
 * @property {(at: Pixel | null) => void} hover
 */

/** How far a pointer may move, in pixels, and still be a click. */
const STILL = 5;

/** Listens to the pointer, and returns a function that stops it. @param {MapLibreMap} library @param {Hand} hand */
export function listen(library, hand) {
  const container = library.getContainer();
  const canvas = library.getCanvas();
  const controller = new AbortController();
  /** @type {{ id: number, began: Pixel, last: Pixel, moved: boolean } | null} */
  let stroke = null;
  /** Whether the space bar is down, so that the map moves. */
  let space = false;
  /** Whether the pointer is over the map. */
  let over = false;
  /** Whether the map library has the fingers: it then needs to see each of them, until the last is lifted. */
  let gesture = false;
  /** The pointer's way that is still to be painted; once a frame. @type {Pixel[]} */
  let way = [];
  let frame = 0;

  /** @param {string} type @param {(event: any) => void} heard @param {EventTarget} [target] */
  const on = (type, heard, target = container) => target.addEventListener(type, heard, { capture: true, passive: false, signal: controller.signal });
  /** @param {PointerEvent} event @returns {Pixel} */
  const pixel = ({ clientX, clientY }) => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const ours = (/** @type {Event} */ event) => event.target === canvas && hand.paints() && !space;
  const flush = () => {
    frame = 0;
    if (!stroke) return;
    for (const at of way) {
      if (Math.hypot(at.x - stroke.began.x, at.y - stroke.began.y) > STILL) stroke.moved = true;
      hand.move(stroke.last, at);
      stroke.last = at;
    }
    way = [];
  };
  const drop = () => {
    cancelAnimationFrame(frame);
    [frame, way] = [0, []];
    if (stroke) hand.cancel();
    stroke = null;
  };

  on("pointerdown", (event) => {
    if (!ours(event)) return;
    // A second finger moves the map instead.
    if (!event.isPrimary) return drop();
    if (event.button !== 0) return;
    const at = pixel(event);
    stroke = { id: event.pointerId, began: at, last: at, moved: false };
    canvas.setPointerCapture(event.pointerId);
    hand.start(at);
  });
  on("pointermove", (event) => {
    over = event.target === canvas;
    if (over) hand.hover(hand.paints() && !space ? pixel(event) : null);
    if (event.pointerId !== stroke?.id) return;
    const events = event.getCoalescedEvents?.() ?? [];
    way.push(...(events.length ? events : [event]).map(pixel));
    frame ||= requestAnimationFrame(flush);
  });
  on("pointerup", (event) => {
    if (event.pointerId !== stroke?.id) return;
    cancelAnimationFrame(frame);
    const ended = /** @type {NonNullable<typeof stroke>} */ (stroke);
    flush();
    stroke = null;
    hand.end(ended.last, ended.moved);
  });
  on("pointercancel", drop);
  on("pointerout", (event) => {
    over = false;
    if (!stroke && event.target === canvas) hand.hover(null);
  });
  on("mousedown", (event) => {
    if (ours(event) && event.button === 0) event.stopPropagation();
  });
  // The map library would take a click for the choice of a point, also while the space bar is down.
  for (const type of ["click", "dblclick"]) {
    on(type, (event) => {
      if (event.target === canvas && hand.paints()) event.stopPropagation();
    });
  }
  for (const type of ["touchstart", "touchmove", "touchend", "touchcancel"]) {
    on(type, (event) => {
      gesture ||= event.touches.length > 1;
      const theirs = gesture;
      if (!event.touches.length) gesture = false;
      if (theirs || !ours(event)) return;
      event.stopPropagation();
      if (type === "touchmove") event.preventDefault();
    });
  }
  on("keydown", (event) => {
    if (event.key === "Escape") return stroke ? drop() : hand.cancel();
    if (event.key !== " " || !isForMap()) return;
    press(true);
    event.preventDefault();
  }, window);
  on("keyup", (event) => {
    if (event.key === " ") press(false);
  }, window);
  // A key that is lifted elsewhere is not told.
  on("blur", (event) => {
    if (event.target === window) press(false);
  }, window);
  /** @param {boolean} down */
  function press(down) {
    space = down;
    if (down) hand.hover(null);
    container.classList.toggle("moving", down || !hand.paints());
  }
  /** Whether the space bar is for the map: nothing else in focus would use it. */
  function isForMap() {
    const at = document.activeElement;
    return at === canvas || at === document.body || (over && Boolean(at?.matches("h2, input[type=radio]:checked")));
  }
  return () => {
    drop();
    controller.abort();
  };
}

/** Returns places on the way from one to another, no more than so many pixels apart, without the first. @param {Pixel} from @param {Pixel} to @param {number} step */
export function between(from, to, step) {
  const count = Math.min(60, Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step)));
  return Array.from({ length: count }, (_, i) => ({ x: from.x + ((to.x - from.x) * (i + 1)) / count, y: from.y + ((to.y - from.y) * (i + 1)) / count }));
}
