// The camera: what is asked for and said, that it is always let go, and the loop that looks at it. Devices are fakes here.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createCamera } from '../../web/page/camera/actions.ts';
import { cameraNames, openCamera } from '../../web/page/camera/devices.ts';
import { createLive, createRateMeter } from '../../web/page/camera/live.ts';
import { languages } from '../../web/page/strings/strings.ts';
import { initialState, reduce } from '../../web/page/state/reduce.ts';
import { createStore } from '../../web/page/store.ts';
import { classificationOf, plainWords, recognisedAs } from './words.mjs';

const { en } = languages;
const newStore = () => createStore(initialState('en', []), () => {});
const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

function fakeStream(/** @type {any} */ { label = 'Webcam', facingMode } = {}) {
  const track = Object.assign(new EventTarget(), {
    label,
    stopped: false,
    stop: () => {
      track.stopped = true;
    },
    getSettings: () => ({ deviceId: `id of ${label}`, facingMode }),
  });
  return { track, getTracks: () => [track], getVideoTracks: () => [track] };
}

// Devices that give `answers` one after the other: a stream, an error, or a promise of either.
function fakeDevices(...answers) {
  const asked = [];
  return {
    asked,
    getUserMedia: async (constraints) => {
      asked.push(constraints);
      const answer = await answers[asked.length - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    enumerateDevices: async () => [
      { kind: 'videoinput', deviceId: 'a', label: 'A' },
      { kind: 'audioinput', deviceId: 'm', label: 'M' },
      { kind: 'videoinput', deviceId: 'b', label: 'B' },
    ],
  };
}

const place = (mediaDevices, more = {}) => ({
  mediaDevices,
  isSecureContext: true,
  protocol: 'https:',
  ...more,
});

function fakeStage() {
  const stage = {
    shown: null,
    show: async (stream) => {
      stage.shown = stream;
    },
    clear: () => {
      stage.shown = null;
    },
    take: async () => new Blob(['jpeg']),
  };
  return stage;
}

function fakeLive() {
  const live = {
    on: false,
    start: () => {
      live.on = true;
    },
    stop: () => {
      live.on = false;
    },
  };
  return live;
}

function cameraWith(mediaDevices, more = {}) {
  const parts = {
    store: newStore(),
    stage: fakeStage(),
    live: fakeLive(),
    pictures: [],
    place: place(mediaDevices, more),
  };
  return {
    ...parts,
    camera: createCamera({ ...parts, add: (picture) => parts.pictures.push(picture) }),
    now: () => parts.store.state.camera,
  };
}

test('without a wish the camera at the back is asked for, with one exactly that, never sound', async () => {
  const devices = fakeDevices(fakeStream(), fakeStream());
  await openCamera(place(devices), null);
  await openCamera(place(devices), 'b');
  assert.deepEqual(
    devices.asked.map(({ audio, video }) => [audio, video.facingMode, video.deviceId]),
    [
      [false, { ideal: 'environment' }, undefined],
      [false, undefined, { exact: 'b' }],
    ],
  );
});

for (const [what, stream, mirrored] of /** @type {any[][]} */ ([
  ['at the front', { facingMode: 'user' }, true],
  ['at the back', { facingMode: 'environment' }, false],
  ['of a computer', { label: 'HD Webcam' }, true],
  ['that calls itself the back one', { label: 'camera2 0, facing back' }, false],
])) {
  test(`a camera ${what} is ${mirrored ? '' : 'not '}shown as in a mirror`, async () => {
    const opened = await openCamera(place(fakeDevices(fakeStream(stream))), null);
    assert.equal(opened.mirrored, mirrored);
    assert.deepEqual(opened.devices, [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ]);
  });
}

for (const [name, more, code] of /** @type {any[][]} */ ([
  ['NotAllowedError', {}, 'camera/refused'],
  ['NotAllowedError', { protocol: 'file:' }, 'camera/refused-from-disk'],
  ['SecurityError', {}, 'camera/refused'],
  ['NotFoundError', {}, 'camera/none'],
  ['OverconstrainedError', {}, 'camera/none'],
  ['NotReadableError', {}, 'camera/in-use'],
  ['AbortError', {}, 'camera/in-use'],
  ['TypeError', {}, 'camera/unavailable'],
])) {
  test(`${name} ${more.protocol ?? ''} is ${code}, with a sentence`, async () => {
    const refusal = Object.assign(new Error('no'), { name });
    await assert.rejects(openCamera(place(fakeDevices(refusal), more), null), { code });
    assert.match(en.cameraErrors[code], /^[A-Z].*\.$/);
  });
}

test('a page that is not secure, and a browser without cameras, are told apart', async () => {
  await assert.rejects(openCamera(place(undefined, { isSecureContext: false }), null), {
    code: 'camera/insecure',
  });
  await assert.rejects(openCamera(place(undefined), null), { code: 'camera/unavailable' });
});

test('started, it is shown and looked at; stopped, its tracks are stopped', async () => {
  const stream = fakeStream();
  const { camera, stage, live, now } = cameraWith(fakeDevices(stream));
  const starting = camera.start();
  assert.equal(now().status, 'asking');
  await starting;
  assert.deepEqual(
    [now().status, now().device, stage.shown, live.on],
    ['on', 'id of Webcam', stream, true],
  );
  camera.stop();
  assert.deepEqual(
    [now().status, stage.shown, live.on, stream.track.stopped],
    ['off', null, false, true],
  );
});

test('a camera that is allowed only after the dialogue was closed is let go at once', async () => {
  /** @type {(value?: any) => void} */
  let allow = () => {};
  const stream = fakeStream();
  const { camera, stage, now } = cameraWith(
    fakeDevices(
      new Promise((resolve) => {
        allow = resolve;
      }),
    ),
  );
  const starting = camera.start();
  camera.stop();
  allow(stream);
  await starting;
  assert.deepEqual([now().status, stage.shown, stream.track.stopped], ['off', null, true]);
});

test('another camera lets the first one go, and the last wish counts', async () => {
  const [first, second, third] = ['1', '2', '3'].map((label) => fakeStream({ label }));
  /** @type {(value?: any) => void} */
  let allow = () => {};
  const { camera, stage } = cameraWith(
    fakeDevices(
      first,
      new Promise((resolve) => {
        allow = resolve;
      }),
      third,
    ),
  );
  await camera.start();
  const late = camera.start('b');
  assert.ok(first.track.stopped);
  await camera.start('c');
  allow(second);
  await late;
  assert.deepEqual([stage.shown, second.track.stopped, third.track.stopped], [third, true, false]);
});

test('a refusal is told, and does not matter any longer once the dialogue is closed', async () => {
  const refusal = () => Object.assign(new Error('no'), { name: 'NotAllowedError' });
  const { camera, now } = cameraWith(fakeDevices(refusal(), refusal()));
  await camera.start();
  assert.deepEqual([now().status, now().failure], ['failed', 'camera/refused']);
  const again = camera.start();
  camera.stop();
  await again;
  assert.equal(now().status, 'off');
});

test('a camera that is unplugged is said to be gone, and let go', async () => {
  const stream = fakeStream();
  const { camera, live, now } = cameraWith(fakeDevices(stream));
  await camera.start();
  stream.track.dispatchEvent(new Event('ended'));
  assert.deepEqual(
    [now().status, now().failure, live.on, stream.track.stopped],
    ['failed', 'camera/gone', false, true],
  );
});

test('a video that does not play is a failure, not an exception', async () => {
  const stream = fakeStream();
  const { camera, stage, now } = cameraWith(fakeDevices(stream));
  stage.show = async () => {
    throw new DOMException('interrupted', 'AbortError');
  };
  await camera.start();
  assert.deepEqual([now().failure, stream.track.stopped], ['camera/unavailable', true]);
});

test('a picture is taken only while the camera is on', async () => {
  const { camera, pictures, now } = cameraWith(fakeDevices(fakeStream()));
  await camera.take();
  assert.equal(pictures.length, 0);
  await camera.start();
  await camera.take();
  await camera.take();
  assert.deepEqual([pictures.length, now().taken], [2, 2]);
});

test('looking all the time can be switched off and on, and stays so for the next camera', async () => {
  const { camera, live, now } = cameraWith(fakeDevices(fakeStream(), fakeStream()));
  await camera.start();
  camera.setLive(false);
  camera.stop();
  await camera.start();
  assert.deepEqual([now().live, live.on], [false, false]);
  camera.setLive(true);
  assert.ok(live.on);
});

// A classifier whose answers come when the test says so.
function slowClassifier() {
  const calls = [];
  return {
    calls,
    ...plainWords,
    classify: (_video, { signal, topK }) =>
      new Promise((resolve, reject) => {
        calls.push({
          topK,
          signal,
          answer: (index) => resolve(classificationOf(index)),
          fail: reject,
        });
      }),
  };
}

function liveWith(classifier) {
  const store = newStore();
  store.dispatch({ type: 'cameraOn', devices: [], device: null, mirrored: false });
  let atMs = 0;
  const frames = [];
  /** @type {any} */
  const stage = { video: {}, nextFrame: () => new Promise((resolve) => frames.push(resolve)) };
  const live = createLive({ store, classifierNow: () => classifier, stage, now: () => atMs });
  const frame = async () => {
    frames.shift()?.();
    await soon();
  };
  return {
    store,
    live,
    frame,
    frames,
    pass: (ms) => {
      atMs += ms;
    },
  };
}

test('one frame is looked at at a time, and the next only when there is one', async () => {
  const classifier = slowClassifier();
  const { store, live, frame, frames } = liveWith(classifier);
  live.start();
  assert.equal(classifier.calls.length, 0);
  await frame();
  await frame();
  assert.deepEqual([classifier.calls.length, frames.length, classifier.calls[0].topK], [1, 0, 5]);
  classifier.calls[0].answer(7);
  await soon();
  assert.deepEqual(store.state.camera.result.predictions, [
    { index: 7, score: 1, labels: { en: 'en 7', zh: 'zh 7' } },
  ]);
  assert.equal(frames.length, 1); // it waits for the next one
  await frame();
  assert.equal(classifier.calls.length, 2);
});

test('stopped, it gives up the frame that is looked at, and its answer changes nothing', async () => {
  const classifier = slowClassifier();
  const { store, live, frame, frames } = liveWith(classifier);
  live.start();
  await frame();
  live.stop();
  assert.ok(classifier.calls[0].signal.aborted);
  classifier.calls[0].answer(7);
  await soon();
  assert.deepEqual([store.state.camera.result, frames.length], [null, 0]);
});

test('a frame that fails is forgotten, and a model that is exchanged is no reason to stop', async () => {
  const classifier = slowClassifier();
  const { live, frame, frames } = liveWith(classifier);
  live.start();
  await frame();
  classifier.calls[0].fail(Object.assign(new Error('closed'), { code: 'call/closed' }));
  await soon();
  assert.equal(frames.length, 1);
  live.stop();
});

test('answers are shown a few times a second, the frame rate twice', async () => {
  const classifier = slowClassifier();
  const { store, live, frame, pass } = liveWith(classifier);
  const seen = [];
  live.start();
  for (let i = 0; i < 50; ++i) {
    // 20 a second
    await frame();
    pass(50);
    classifier.calls[i].answer(i);
    await soon();
    seen.push([store.state.camera.result.predictions[0].index, store.state.camera.framesPerSecond]);
  }
  live.stop();
  assert.equal(new Set(seen.map(([index]) => index)).size, 17); // every third
  assert.deepEqual([...new Set(seen.map(([, framesPerSecond]) => framesPerSecond))], [null, 20]);
});

test('the frame rate is that of the last two seconds', () => {
  const rate = createRateMeter();
  const told = [];
  for (let atMs = 0; atMs < 4000; atMs += 100) told.push(rate(atMs));
  for (let atMs = 4000; atMs < 8000; atMs += 250) told.push(rate(atMs));
  const numbers = told.filter((each) => each !== null);
  assert.equal(numbers[0], 10);
  assert.equal(numbers.at(-1), 4);
  assert.equal(numbers.length, 15);
  assert.equal(rate(60_000), null); // after a long pause there is nothing to count yet
});

test('cameras are called by their side, their name or their number, no two alike', () => {
  const devices = [
    'camera2 1, facing front',
    'camera2 0, facing back',
    'camera2 2, facing back',
    'HD Webcam',
    '',
  ].map((label, i) => ({ id: `${i}`, label }));
  assert.deepEqual(cameraNames(devices, en), [
    'Front camera',
    'Back camera',
    'Back camera 2',
    'HD Webcam',
    'Camera 5',
  ]);
});

test('answers that come after it was switched off change nothing', () => {
  const state = initialState('en', []);
  for (const event of /** @type {any[]} */ ([
    { type: 'cameraAnswered', result: recognisedAs([]) },
    { type: 'cameraRateMeasured', framesPerSecond: 3 },
  ]))
    assert.equal(reduce(state, event), state);
});

test('the frame rate is a calm number', () => {
  assert.deepEqual([0.3, 1.4, 1.6, 16.4].map(en.cameraPace), [
    'About one frame a second, or less',
    'About one frame a second, or less',
    '2 frames a second',
    '16 frames a second',
  ]);
});
