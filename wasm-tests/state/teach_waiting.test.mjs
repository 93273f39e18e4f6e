// Teaching without what it needs: a network that does not come, a camera that is refused or shows nothing. What was brought waits, and
// why is said. The page, its network and the camera are fakes here.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GlanceError } from '../../web/shared/errors.ts';
import { createNetwork } from '../../web/page/teach/network.ts';
import { createReader } from '../../web/page/teach/reader.ts';
import { createRecorder } from '../../web/page/teach/recorder.ts';
import { createRoomStore } from '../../web/page/teach/store.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));
const until = async (isSo) => {
  while (!isSo()) await soon();
};
const unreachable = Object.freeze({ code: 'asset/unreachable', message: 'it is not there' });
const shipped = { sha256: 'ab', origin: 'shipped', name: 'Net', embeddingSize: 2 };
const view = { width: 1, height: 1, data: new Uint8ClampedArray(4) };

/** @returns {any} */
const classifierOf = (model) => ({
  model,
  workers: 2,
  classify: async () => ({ embedding: new Float32Array([1, 0]), view }),
});

// A page; `ready(model)` gives it a network, `failed(failure)` has it fail.
function fakePage() {
  let state = { model: null, failure: null, offered: [shipped], settings: { resolution: null } };
  let classifier = null;
  return {
    stateNow: () => /** @type {any} */ (state),
    classifierNow: () => classifier,
    start: async () => {
      throw new GlanceError('worker/start-failed', 'no worker');
    },
    ready(model) {
      classifier = classifierOf(model);
      state = { ...state, model, failure: null };
    },
    failed(failure) {
      state = { ...state, failure };
    },
  };
}

test('without a network of the page it is waited for, and its failure is told', async () => {
  const page = fakePage();
  const network = createNetwork(/** @type {any} */ (page));
  const waiting = network.classifier(null);
  const refused = assert.rejects(waiting, { code: 'asset/unreachable' });
  page.failed(unreachable);
  network.check();
  await refused;
  await assert.rejects(network.classifier(null), { code: 'asset/unreachable' });
  page.ready(shipped);
  assert.equal((await network.classifier(null)).model, shipped);
});

test('a network that a lesson was begun with and that is gone, or does not start, is told', async () => {
  const page = fakePage();
  page.ready({ ...shipped, sha256: 'other' });
  const network = createNetwork(/** @type {any} */ (page));
  const lost = { name: 'Mine', sha256: 'cd', embeddingSize: 2 };
  await assert.rejects(network.classifier(lost), { code: 'teach/other-model' });
  const notStarted = { ...lost, sha256: shipped.sha256 };
  await assert.rejects(network.classifier(notStarted), { code: 'worker/start-failed' });
  await assert.rejects(network.classifier(notStarted), { code: 'worker/start-failed' });
});

test('pictures wait for the network, and are read when it comes', async () => {
  const store = createRoomStore();
  store.dispatch({ type: 'classAdded', name: 'oak' });
  const [{ id }] = store.state.classes;
  let isThere = false;
  const reader = createReader(store, async () => {
    if (!isThere) throw new GlanceError('asset/unreachable', 'it is not there');
    return classifierOf(shipped);
  });
  reader.add(['a', 'b', 'c'].map((name) => ({ name, file: new Blob(), classId: id })));
  await soon();
  assert.deepEqual(store.state.reading, { done: 0, total: 3 });
  isThere = true;
  reader.resume();
  await until(() => store.state.reading === null);
  assert.deepEqual(store.state.unread, []);
  assert.deepEqual(
    store.state.classes[0].examples.map(({ name }) => name),
    ['a', 'b', 'c'],
  );
});

test('a network that goes while pictures are read loses none of them', async () => {
  const store = createRoomStore();
  store.dispatch({ type: 'classAdded', name: 'oak' });
  const [{ id }] = store.state.classes;
  let calls = 0;
  const reader = createReader(store, async () => {
    if (++calls === 2) throw new GlanceError('asset/unreachable', 'it is gone');
    return classifierOf(shipped);
  });
  reader.add(['a', 'b', 'c'].map((name) => ({ name, file: new Blob(), classId: id })));
  await until(() => calls >= 2);
  await soon();
  reader.resume();
  await until(() => store.state.reading === null);
  assert.deepEqual(store.state.unread, []);
  assert.deepEqual(store.state.classes[0].examples.map(({ name }) => name).sort(), ['a', 'b', 'c']);
});

function recorderWith(getUserMedia, show = async () => {}) {
  const store = createRoomStore();
  const stage = {
    show,
    clear() {},
    take: () => Promise.reject(new Error('no picture')),
    nextFrame: () => new Promise(() => {}),
  };
  const recorder = createRecorder({
    store,
    stage: /** @type {any} */ (stage),
    trier: { ask: async () => null },
    place: {
      mediaDevices: /** @type {any} */ ({ getUserMedia, enumerateDevices: async () => [] }),
      isSecureContext: true,
      protocol: 'https:',
    },
    add() {},
    nameOf: String,
  });
  return { store, recorder };
}

function fakeStream() {
  const track = Object.assign(new EventTarget(), {
    stopped: false,
    label: '',
    stop: () => (track.stopped = true),
    getSettings: () => ({}),
  });
  return { track, getTracks: () => [track], getVideoTracks: () => [track] };
}

for (const [name, code] of [
  ['NotAllowedError', 'camera/refused'],
  ['NotFoundError', 'camera/none'],
])
  test(`the camera's ${name} is said, and it can be asked for again`, async () => {
    const stream = fakeStream();
    let asked = 0;
    const { store, recorder } = recorderWith(async () => {
      if (++asked === 1) throw new DOMException('no', name);
      return stream;
    });
    await recorder.open(7);
    const { status, failure, classId } = store.state.recording;
    assert.deepEqual({ status, failure, classId }, { status: 'failed', failure: code, classId: 7 });
    await recorder.open(7);
    assert.equal(store.state.recording.status, 'on');
    assert.equal(store.state.recording.failure, null);
  });

test('a camera that shows no picture is let go after ten seconds, and that is said', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stream = fakeStream();
  const { store, recorder } = recorderWith(
    async () => stream,
    () => new Promise(() => {}),
  );
  const opening = recorder.open(null);
  for (let turns = 0; turns < 10; ++turns) await Promise.resolve();
  t.mock.timers.tick(9_999);
  await Promise.resolve();
  assert.equal(store.state.recording.status, 'asking');
  t.mock.timers.tick(1);
  await opening;
  assert.equal(store.state.recording.failure, 'camera/in-use');
  assert.ok(stream.track.stopped);
});

test('a camera of which no picture can be taken is let go, and that is said', async () => {
  const stream = fakeStream();
  const { store, recorder } = recorderWith(async () => stream);
  await recorder.open(7);
  recorder.hold(true);
  await until(() => store.state.recording.status !== 'on');
  const { status, failure, held } = store.state.recording;
  assert.deepEqual(
    { status, failure, held },
    { status: 'failed', failure: 'camera/in-use', held: false },
  );
  assert.ok(stream.track.stopped);
});
