/** Functions that a test evaluates in the page, to find text that cannot be read. Each is whole in itself. */

/** Returns the texts that are cut off, stand out of their box, or lie over other text. */
export function misplacedText() {
  const SLACK = 1;
  /** Text that is meant to be heard only, and that of pictures, of the map library and of closed lists. */
  const NOT_READ = ".heard, .skip, noscript, svg, .maplibregl-ctrl, select, option";
  const found = [];
  const placed = [];
  const short = (node) => `“${node.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const named = (one) => `${one.tagName.toLowerCase()}${one.id && `#${one.id}`}${one.className && typeof one.className === "string" ? `.${one.className.split(" ")[0]}` : ""}`;
  const hides = (value) => value === "hidden" || value === "clip";

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest(NOT_READ) || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const whole of range.getClientRects()) {
      let { left, right, top, bottom } = whole;
      if (whole.width < 1 || whole.height < 1) continue;
      let boxed = false;
      let sticky = false;
      let scrolls = false;
      for (let one = parent; one && one !== document.body; one = one.parentElement) {
        const style = getComputedStyle(one);
        sticky ||= style.position === "sticky";
        if (style.display === "inline" || style.display === "contents") continue;
        const box = one.getBoundingClientRect();
        const isOut = [right > box.right + SLACK && "right", left < box.left - SLACK && "left", bottom > box.bottom + SLACK && "below", top < box.top - SLACK && "above"].filter(Boolean);
        const cut = isOut.some((side) => hides(side === "right" || side === "left" ? style.overflowX : style.overflowY));
        if (cut && !scrolls) found.push(`${short(node)} is cut off by ${named(one)}`);
        else if (!boxed && isOut.length && style.overflow === "visible" && !scrolls) found.push(`${short(node)} stands out of ${named(one)}: ${isOut}`);
        boxed = true;
        if (!/auto|scroll/.test(style.overflow)) continue;
        // What is scrolled away can be scrolled to.
        scrolls = true;
        [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      if (right - left > SLACK && bottom - top > SLACK) placed.push({ node, left, right, top, bottom, sticky });
    }
  }
  placed.sort((a, b) => a.top - b.top);
  for (const [i, a] of placed.entries()) {
    for (let j = i + 1; j < placed.length && placed[j].top < a.bottom; j++) {
      const b = placed[j];
      // A heading that stays in sight covers what is scrolled under it.
      if (a.node === b.node || a.sticky !== b.sticky) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 3) found.push(`${short(a.node)} and ${short(b.node)} overlap by ${Math.round(across)} × ${Math.round(down)}`);
    }
  }
  return [...new Set(found)];
}

/** Returns the element in focus if nothing of it can be seen; "end" if the focus has left the page, and "" otherwise. */
export function obscured() {
  const one = document.activeElement;
  if (!one || one === document.body) return "end";
  // A control without a picture of its own is seen by its label.
  for (const seen of [one, ...(one.labels ?? [])]) {
    const { left, right, top, bottom } = seen.getBoundingClientRect();
    const clipped = [Math.max(left, 0), Math.min(right, innerWidth), Math.max(top, 0), Math.min(bottom, innerHeight)];
    for (let i = 1; i < 8; i++) {
      for (let j = 1; j < 8; j++) {
        const [x, y] = [clipped[0] + ((clipped[1] - clipped[0]) * i) / 8, clipped[2] + ((clipped[3] - clipped[2]) * j) / 8];
        if (seen.contains(document.elementFromPoint(x, y))) return "";
      }
    }
  }
  return one.outerHTML.slice(0, 100);
}
