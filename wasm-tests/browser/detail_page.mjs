// What a person does and sees in the dialog that shows one picture in detail.
import { poll } from '../../tools/browsers/time_limit.mjs';

/** Presses "Look closer" of a picture and waits for the dialog's answer. */
export async function lookCloser(session, name) {
  await session.evaluate((wanted) => {
    const button = [...document.querySelectorAll('article')]
      .find(({ dataset }) => dataset.file === wanted)
      .querySelector('.closer');
    button.focus();
    button.click();
  }, name);
  return looked(session);
}

/** Waits until the dialog has no open question. @returns what it shows */
export async function looked(session) {
  const isDone = () =>
    session.evaluate(
      () =>
        document.getElementById('detail').open &&
        document.getElementById('detail').dataset.look === 'done',
    );
  await poll('the dialog has its answer', isDone);
  return detailOf(session);
}

/**
 * What the dialog shows. Places are fractions of the sheet.
 * @returns {Promise<{ name: string, predictions: { index: number, score: number, text: string, chosen: boolean }[], doubt: string,
 *   looks: string | null, picture: object, frame: object, bracket: object | null, box: object | null, boxName: string,
 *   heat: object | null, heatIndex: number, heatName: string, caption: string, told: string }>}
 */
export function detailOf(session) {
  return session.evaluate(() => {
    const byId = (id) => document.getElementById(id);
    const text = (id) => byId(id).textContent;
    const sheet = byId('sheet').getBoundingClientRect();
    const placeOf = (id) => {
      if (byId(id).getClientRects().length === 0) return null;
      const { left, top, width, height } = byId(id).getBoundingClientRect();
      return {
        left: (left - sheet.left) / sheet.width,
        top: (top - sheet.top) / sheet.height,
        width: width / sheet.width,
        height: height / sheet.height,
      };
    };
    return {
      name: text('detail-name'),
      predictions: [...document.querySelectorAll('#detail-labels li')].map((row) => ({
        index: Number(row.dataset.index),
        score: Number(row.dataset.score),
        text: row.textContent,
        chosen: row.querySelector('input').checked,
      })),
      doubt: text('detail-doubt'),
      looks: byId('detail-looks')?.textContent ?? null,
      picture: placeOf('detail-preview'),
      frame: placeOf('frame'),
      bracket: placeOf('bracket'),
      box: placeOf('box'),
      boxName: byId('box').getAttribute('aria-label'),
      heat: placeOf('heat'),
      heatIndex: Number(byId('heat').dataset.index),
      heatName: byId('heat').getAttribute('aria-label'),
      caption: text('seen-caption'),
      told: text('detail-told'),
    };
  });
}

/** The pixels of a canvas: (height, width, 4) bytes. */
export async function pixelsOf(session, id) {
  const { width, height, base64 } = await session.evaluate((wanted) => {
    const canvas = document.getElementById(wanted);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const characters = Array.from(data, (byte) => String.fromCharCode(byte));
    return { width: canvas.width, height: canvas.height, base64: btoa(characters.join('')) };
  }, id);
  return { width, height, rgba: Buffer.from(base64, 'base64') };
}

/**
 * Drags a pointer over the sheet, by the events that engines send.
 * @param {string} selector what the pointer goes down on
 * @param {[number, number][]} points as fractions of the sheet; the pointer goes down at the first
 */
export function drag(session, selector, points, pointerType = 'mouse') {
  return session.evaluate(
    async (wanted, path, type) => {
      const { left, top, width, height } = document.getElementById('sheet').getBoundingClientRect();
      const fire = (name, target, [x, y]) =>
        target.dispatchEvent(
          new PointerEvent(name, {
            bubbles: true,
            cancelable: true,
            pointerId: 7,
            pointerType: type,
            button: 0,
            clientX: left + x * width,
            clientY: top + y * height,
          }),
        );
      fire('pointerdown', document.querySelector(wanted), path[0]);
      for (const point of path.slice(1)) {
        fire('pointermove', document.body, point);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      fire('pointerup', document.body, path.at(-1));
    },
    selector,
    points,
    pointerType,
  );
}
