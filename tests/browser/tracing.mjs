/**
 * Traces of Chromium: what its threads did, and when the frames were shown, while something was done in a page.
 * Times are in milliseconds from any one moment.
 */

const CATEGORIES = [
  "__metadata",
  "blink.user_timing",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
  "benchmark",
  "viz",
];

/** Does something in a page while Chromium is traced. @returns {Promise<Trace>} */
export async function traced(browser, page, act) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const text = (await browser.stopTracing()).toString();
  return new Trace(JSON.parse(text).traceEvents, text);
}

/** Returns the middle value of some numbers; of an even number of them the higher. */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export class Trace {
  #events;
  /** The names of threads, by process and thread. */
  #threads = new Map();
  /** The process of the page. */
  #page;

  /** @param {object[]} events @param {string} text all of the trace, to keep in a file */
  constructor(events, text) {
    this.text = text;
    this.#events = events.filter(({ ph }) => ph !== "M").sort((a, b) => a.ts - b.ts);
    for (const { ph, name, pid, tid, args } of events) if (ph === "M" && name === "thread_name") this.#threads.set(`${pid} ${tid}`, args.name);
    const busy = new Map();
    for (const { pid, dur } of this.#on("CrRendererMain", "RunTask")) busy.set(pid, (busy.get(pid) ?? 0) + dur);
    this.#page = [...busy].sort((a, b) => b[1] - a[1])[0]?.[0];
  }

  /** The events of a name on threads of a name. */
  #on(thread, event) {
    return this.#events.filter(({ pid, tid, name }) => name === event && this.#threads.get(`${pid} ${tid}`)?.startsWith(thread));
  }

  /** The times of the page's own marks of a name (`performance.mark`). */
  marks(mark) {
    return this.#events.filter(({ name, cat, pid }) => name === mark && cat === "blink.user_timing" && pid === this.#page).map(({ ts }) => ts / 1000);
  }

  /** The tasks of a thread between two times: start, length, and the processor's time for each. */
  tasks(thread, from = -Infinity, to = Infinity) {
    const ofPage = thread === "CrRendererMain";
    return this.#on(thread, "RunTask")
      .filter(({ pid, ts, dur }) => dur !== undefined && (!ofPage || pid === this.#page) && ts / 1000 >= from && ts / 1000 <= to)
      .map(({ ts, dur, tdur }) => ({ start: ts / 1000, ms: dur / 1000, processor: (tdur ?? dur) / 1000 }));
  }

  /** The times at which frames were shown, between two times. */
  shown(from, to) {
    return this.#events.filter(({ name, ts }) => name === "Display::FrameDisplayed" && ts / 1000 >= from && ts / 1000 <= to).map(({ ts }) => ts / 1000);
  }

  /** The number of frames of the page that came too late to be shown, between two times. */
  dropped(from, to) {
    return this.#events.filter(({ name, ph, pid, ts, args }) => name === "PipelineReporter" && ph === "b" && pid === this.#page && args.frame_reporter?.state === "STATE_DROPPED" && args.frame_reporter.affects_smoothness && ts / 1000 >= from && ts / 1000 <= to).length;
  }

  /**
   * The frame that shows what the page had done at a time: when the page had it ready (`ready`), when it was given
   * to the process that draws (`submitted`), and when it was shown.
   */
  frameAfter(time) {
    const commit = this.#events.find(({ name, ph, pid, ts, args }) => name === "Commit" && ph === "X" && pid === this.#page && args.frameSeqId && ts / 1000 >= time);
    if (!commit) return undefined;
    const { frameSeqId } = commit.args;
    const submitted = this.#events.find(({ name, pid, args }) => name === "DrawFrame" && pid === this.#page && args.frameSeqId === frameSeqId);
    const shown = this.#events.find(({ name, pid, args }) => name === "AnimationFrame::Presentation" && pid === this.#page && args.begin_frame_id?.sequence_number === frameSeqId);
    return { ready: (commit.ts + commit.dur) / 1000, submitted: submitted && submitted.ts / 1000, shown: shown && shown.ts / 1000 };
  }
}
