// The page with many pictures, for the measurement (page_tasks.mjs) and for tests. All functions but the last run in the page:
// they are handed to `session.evaluate`, so they may use nothing of this file.
import { poll } from '../browsers/time_limit.mjs';

/**
 * Makes three photographs of 4000 x 3000 pixels, with as much noise as makes some megabytes of each.
 * @returns {Promise<number[]>} their sizes in bytes
 */
export async function makePhotographs() {
  const canvas = new OffscreenCanvas(4000, 3000);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext('2d', { willReadFrequently: true })
  );
  const { data } = context.createImageData(canvas.width, canvas.height);
  globalThis.photographs = [];
  for (const seed of [1, 2, 3]) {
    let noise = seed;
    for (let i = 0; i < data.length; i += 4) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const shade = ((i >> 2) % 4000) / 32 + (noise >>> 25);
      data.set([shade, 255 - shade, shade / seed, 255], i);
    }
    context.putImageData(new ImageData(data, 4000), 0, 0);
    globalThis.photographs.push(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 }));
  }
  return globalThis.photographs.map(({ size }) => size);
}

/** Makes one small picture, a traffic light: what the model is sure of it looks at once, so that thousands are classified quickly. */
export async function makeSmallPicture() {
  const canvas = new OffscreenCanvas(128, 128);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillRect(0, 0, 128, 128);
  for (const [i, color] of ['red', 'yellow', 'lime'].entries()) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(64, 26 + 38 * i, 17, 0, 2 * Math.PI);
    context.fill();
  }
  globalThis.photographs = [await canvas.convertToBlob({ type: 'image/png' })];
}

/** Makes files of these pictures. This takes a while, so it is a task of its own, before the page gets them. */
export function makeFiles(count) {
  const { photographs } = globalThis;
  globalThis.transfer = new DataTransfer();
  for (let i = 0; i < count; ++i) {
    const picture = photographs[i % photographs.length];
    const name = `${i}.${picture.type.replace('image/', '')}`;
    globalThis.transfer.items.add(new File([picture], name, { type: picture.type }));
  }
}

/** Gives these files to the page, as when a person chooses them. */
export function chooseFiles() {
  const input = /** @type {HTMLInputElement} */ (document.getElementById('file-input'));
  input.files = globalThis.transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Begins to note tasks of 50 ms and more; Chromium tells no shorter ones. */
export function watchTasks() {
  globalThis.longTasksMs = [];
  globalThis.taskWatcher ??= new PerformanceObserver((list) =>
    globalThis.longTasksMs.push(...list.getEntries().map(({ duration }) => duration)),
  );
  globalThis.taskWatcher.observe({ type: 'longtask' });
}

/** Makes a task that takes 100 ms and waits until it has been noted. */
export async function workFor100Ms() {
  await new Promise((resolve) => setTimeout(resolve));
  const end = performance.now() + 100;
  while (performance.now() < end);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Begins to scroll from where the page is; scrollOn does it. */
export function startScrolling() {
  globalThis.scrolling = { direction: 1, steps: 0, gaps: 0, mostRows: 0 };
}

/**
 * Scrolls to the end and back, `part` of the window a step and two frames each, for at most `limitMs`. Counts the steps, those
 * after which nothing was in the middle of the window, and the most rows or cards that were in the document at once.
 * @returns {Promise<boolean>} whether it is back
 */
export async function scrollOn(selector, part, limitMs) {
  const { scrolling } = globalThis;
  const list = document.querySelector(selector);
  const end = performance.now() + limitMs;
  const frame = () => new Promise(requestAnimationFrame);
  while (scrolling.direction !== 0 && performance.now() < end) {
    const before = scrollY;
    ++scrolling.steps;
    scrollBy(0, scrolling.direction * innerHeight * part);
    await frame();
    await frame();
    const { top, bottom } = list.getBoundingClientRect();
    const isInside = top < innerHeight / 2 && bottom > innerHeight / 2;
    const found = document
      .elementsFromPoint(innerWidth / 4, innerHeight / 2)
      .some((each) => each.closest('tr[data-file], article'));
    if (isInside && !found) ++scrolling.gaps;
    const rows = document.querySelectorAll('#rows tr[data-file]').length;
    scrolling.mostRows = Math.max(scrolling.mostRows, rows);
    if (scrollY === before) scrolling.direction = scrolling.direction > 0 ? -1 : 0;
  }
  return scrolling.direction === 0;
}

/**
 * Scrolls through the list `selector`, in calls that are short enough for a session.
 * @returns {Promise<{ steps: number, gaps: number, mostRows: number }>}
 */
export async function scrollThrough(session, selector, part) {
  await session.evaluate(startScrolling);
  const isBack = () => session.evaluate(scrollOn, selector, part, 5_000);
  await poll('scrolled to the end and back', isBack, { limitMs: 250_000 });
  return session.evaluate('globalThis.scrolling');
}
