// Time limits of the calls that drive a browser: a browser that hangs must fail one test, not the whole run.

export const startLimitMs = 60_000;
export const callLimitMs = 30_000;

/** Settles as `promise` does, or rejects with "`what`: no answer in N s" after `limitMs`. */
export function within(limitMs, what, promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: no answer in ${limitMs / 1000} s`)),
      limitMs,
    );
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/**
 * Asks `question` (async) until its answer is truthy, and returns that answer.
 * Playwright's own waitForFunction compiles strings in the page, which the page's content policy forbids.
 */
export async function poll(what, question, { limitMs = callLimitMs, everyMs = 20 } = {}) {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
