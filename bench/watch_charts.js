// Runs in the page before anything else, with FIRST, the CSS selector of what a visitor waits for: a chart's marks, or
// the first text of a page without a chart. What counts as a change may be told otherwise. Times are
// performance.now(): milliseconds since the navigation began.
(() => {
  const seen = (window.chartTimes = { watched: FIRST, painted: null, clicked: null, redrawn: null, stillFrames: 0 });
  let before = "";

  const candidates = () => [...document.querySelectorAll(seen.watched)];
  const shows = (mark) => {
    const box = mark.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const words = (mark) => (mark instanceof HTMLCanvasElement ? mark.toDataURL() : mark.outerHTML);
  const drawing = () => candidates().filter(shows).map(words).join("");
  // A frame has been painted when the next one begins.
  const afterPaint = (report) => requestAnimationFrame(() => requestAnimationFrame(() => report(performance.now())));

  const watchFirst = () => {
    const there = candidates().some(shows); // the first will do: measuring every mark would delay what is measured
    if (there) afterPaint((now) => (seen.painted = now));
    return there;
  };
  const firstPaint = new MutationObserver(() => {
    if (watchFirst()) firstPaint.disconnect();
  });
  firstPaint.observe(document, { childList: true, subtree: true, attributes: true });

  // The last change counts, so that a view of several charts is not done with its first. Drawings are compared only
  // in frames in which something changed: with every frame, that of many marks would take longer than its redraw.
  let touched = true;
  new MutationObserver(() => (touched = true)).observe(document, {
    childList: true, subtree: true, attributes: true, characterData: true
  });
  const watchRedraw = () => {
    const now = touched || document.querySelector("canvas") ? drawing() : before; // what a canvas shows, no one tells
    touched = false;
    seen.stillFrames += 1;
    if (now && now !== before) {
      before = now;
      seen.stillFrames = 0;
      afterPaint((time) => (seen.redrawn = time));
    }
    requestAnimationFrame(watchRedraw);
  };
  window.addEventListener("pointerup", () => {
    if (seen.clicked === null) requestAnimationFrame(watchRedraw);
    before = drawing();
    Object.assign(seen, { clicked: performance.now(), redrawn: null, stillFrames: 0 });
  }, { capture: true });
})();
