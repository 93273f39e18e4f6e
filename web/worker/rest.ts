// When a worker has time for what nobody waits for: a while after the last picture, or, where pictures never stop coming,
// between two of them.
const pauseMs = 100;
const patienceMs = 3000;

export class Rest {
  #usedAtMs = performance.now();
  #uses = 0;

  /** How many pictures were answered. */
  get uses() {
    return this.#uses;
  }

  /** Says that a picture was answered just now. */
  used() {
    this.#usedAtMs = performance.now();
    ++this.#uses;
  }

  /** Resolves once there is time; messages that wait are answered before. */
  async comes() {
    const latestMs = performance.now() + patienceMs;
    let leftMs = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, leftMs));
      leftMs = Math.min(this.#usedAtMs + pauseMs, latestMs) - performance.now();
    } while (leftMs > 0);
  }
}
