// Long work on the time of a page: after each of its pieces it asks for a pause, and gets one when it has gone on for a while.
const mostAtOnceMs = 8; // half a frame

/** @returns resolves at once, or after the page has had its turn when the last turn was too long ago */
export function createPauses(): () => Promise<void> {
  let startedMs = performance.now();
  return async () => {
    if (performance.now() - startedMs < mostAtOnceMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    startedMs = performance.now();
  };
}
