// The camera dialog: in Chromium with a camera that shows coffee.png, in every engine without a camera.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { needsFilm, writeFilm } from './camera_film.mjs';
import { chromiumWithCamera } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet, builtPage, readyAfterMs, samplePath, show } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
import { sampleAnswers } from './places.mjs';

const [coffee] = sampleAnswers;
const folder = mkdtempSync(join(tmpdir(), 'glance-camera-'));
const film = writeFilm(folder);
after(() => rmSync(folder, { recursive: true }));

// Run in the page.
const cameraNow = () => ({
  open: document.getElementById('camera').open,
  status: document.getElementById('camera').dataset.camera,
  message: document.getElementById('camera-message').textContent,
  pace: document.getElementById('camera-pace').textContent,
  answer: [...document.querySelectorAll('#camera-answer > li')]
    .filter((row) => !row.closest('[hidden]'))
    .map((row) => ({
      index: Number(row.dataset.index),
      score: Number(row.dataset.score),
      text: row.textContent,
    })),
  ended: globalThis.cameraTrack ? globalThis.cameraTrack.readyState === 'ended' : null,
});

function openCamera() {
  document.getElementById('open-camera').click();
}

function closeCamera() {
  document.querySelector('#camera [data-action="closeDialog"]').click();
}

// Runs in the page: the mean difference between the picture that was taken and what the camera shows, as it is and mirrored.
async function distances() {
  const video = document.getElementById('camera-video');
  const image = document.querySelector('article img');
  await image.decode();
  const pixelsOf = (source, mirrored) => {
    const context = new OffscreenCanvas(60, 40).getContext('2d');
    if (mirrored) context.setTransform(-1, 0, 0, 1, 60, 0);
    context.drawImage(source, 0, 0, 60, 40);
    return context.getImageData(0, 0, 60, 40).data;
  };
  const taken = pixelsOf(image, false);
  const distance = (pixels) =>
    pixels.reduce((sum, value, i) => sum + Math.abs(value - taken[i]), 0) / pixels.length;
  return { asItIs: distance(pixelsOf(video, false)), mirrored: distance(pixelsOf(video, true)) };
}

const needs = [...builtPage.needs, ...needsFilm];

await inEveryEngine({ ...builtPage, needs, engines: [chromiumWithCamera(film)] }, (place) => {
  const evaluate = (...args) => place.session.evaluate(...args);
  const until = (what, isSo) =>
    poll(what, async () => {
      const now = await evaluate(cameraNow);
      return isSo(now) && now;
    });
  const rememberTrack = () =>
    evaluate(() => {
      [globalThis.cameraTrack] = document.getElementById('camera-video').srcObject.getTracks();
    });

  before(() => readyAfterMs(place.session));

  beforeEach(async () => {
    await evaluate(openCamera);
    await until('the camera', ({ status }) => status === 'on');
    await rememberTrack();
  });

  const close = async () => {
    await evaluate(closeCamera);
    await until('a closed dialogue', ({ open, status }) => !open && status === 'off');
  };

  test('labels what it shows all the time, and shows the frames per second', async (t) => {
    const { answer, pace } = await until('an answer', (now) => now.answer.length === 5 && now.pace);
    assert.equal(answer[0].index, coffee.index);
    assert.ok(answer[0].score > 0.8, `${answer[0].score}`);
    assert.match(answer[0].text, /espresso.*\d%/);
    assert.match(pace, /^(\d+ frames a second|About one frame a second, or less)$/);
    t.diagnostic(`${place.origin}: ${pace}`);
    await close();
  });

  test('a picture that is taken is classified, and is not mirrored although the preview is', async () => {
    const mirrored = await evaluate(
      () => getComputedStyle(document.getElementById('camera-video')).scale,
    );
    assert.match(mirrored, /^-1/);
    const [article] = await show(place.session, ['one'], () =>
      evaluate(() => document.getElementById('take-picture').click()),
    );
    assert.deepEqual([article.file, article.predictions[0].index], ['Camera 1.jpg', coffee.index]);
    const { asItIs, mirrored: otherWay } = await evaluate(distances);
    assert.ok(asItIs < 6 && otherWay > 3 * asItIs, `${asItIs}, ${otherWay}`); // of 255: JPEG's loss, and the moving film
    assert.match(
      await evaluate('document.getElementById("camera-taken").textContent'),
      /^One picture taken/,
    );
    await close();
  });

  // The tests above show that a page from disk may use the camera. The rest does not depend on where the page comes from.
  if (place.origin === 'file') return;

  for (const [how, act] of /** @type {any[][]} */ ([
    ['its button', () => evaluate(closeCamera)],
    ['Escape', () => place.session.press('Escape')],
    [
      'leaving the page',
      () => evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide'))),
    ],
  ])) {
    test(`closing it by ${how} releases the camera`, async () => {
      assert.equal((await evaluate(cameraNow)).ended, false);
      await act();
      const { ended } = await until(
        'a closed dialogue',
        ({ open, status }) => !open && status === 'off',
      );
      assert.equal(ended, true);
    });
  }

  test('choosing another camera releases the first one', async () => {
    await evaluate(() => {
      const choice = document.getElementById('camera-choice');
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await until('the camera again', ({ status, ended }) => status === 'on' && ended);
    await close();
  });

  test('nothing is classified while live labels are switched off', async () => {
    await until('an answer', ({ answer }) => answer.length === 5);
    await evaluate(() => document.getElementById('live').click());
    const { answer, pace, status } = await evaluate(cameraNow);
    assert.deepEqual([answer, pace, status], [[], '', 'on']);
    await evaluate(() => document.getElementById('live').click());
    await until('an answer', (now) => now.answer.length === 5);
    await close();
  });

  test('it pauses while the page is hidden', async () => {
    const framesAskedFor = async () => evaluate('globalThis.framesAskedFor');
    await evaluate(() => {
      const video = document.getElementById('camera-video');
      globalThis.framesAskedFor = 0;
      video.requestVideoFrameCallback = function count(...args) {
        ++globalThis.framesAskedFor;
        return HTMLVideoElement.prototype.requestVideoFrameCallback.apply(this, args);
      };
    });
    await poll('frames', async () => (await framesAskedFor()) > 2);
    await evaluate(() =>
      Object.defineProperty(document, 'hidden', { configurable: true, value: true }),
    );
    let last = -1;
    await poll(
      'a rest',
      async () => {
        const before = last;
        last = await framesAskedFor();
        return last === before;
      },
      { everyMs: 700 },
    );
    await evaluate(() => {
      Reflect.deleteProperty(document, 'hidden');
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await poll('frames again', async () => (await framesAskedFor()) > last + 2);
    await close();
  });

  test('keys open and close it, and the focus returns', async () => {
    await close();
    await evaluate(() => document.getElementById('open-camera').focus());
    await place.session.press('Enter');
    await until('the camera', ({ status }) => status === 'on');
    await place.session.press('Escape');
    await until('a closed dialogue', ({ open }) => !open);
    assert.equal(await evaluate('document.activeElement.id'), 'open-camera');
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});

await inEveryEngine(builtPage, (place) => {
  before(() => readyAfterMs(place.session));

  test('without a camera a sentence says so, and the page works on', async (t) => {
    await place.session.evaluate(openCamera);
    const { message } = await poll('a sentence', async () => {
      const now = await place.session.evaluate(cameraNow);
      return now.status === 'failed' && now;
    });
    t.diagnostic(`${place.engine.name} from ${place.origin}: ${message}`);
    assert.match(message, /^[A-Z].*\.$/);
    await place.session.evaluate(closeCamera);
    const [article] = await show(place.session, [samplePath(coffee.file)]);
    assert.equal(article.predictions[0].index, coffee.index);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
