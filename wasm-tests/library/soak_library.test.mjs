// Fault 27 for the library and its workers: after the first hundred pictures no object, no entry of a collection, no worker,
// no address of a blob and no listener is left over. GLANCE_SOAK says how many pictures (`make soak`: 10,000).
import assert from 'node:assert/strict';
import { getEventListeners, setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import v8 from 'node:v8';

import { reportFault } from '../report_fault.mjs';
import { root } from './node_core.mjs';
import { lackingFor, serveLibrary } from './served_library.mjs';
import { canvasOf, optionsOf, readPictures, roundLength } from './soak_pictures.mjs';
import { WebWorker } from './web_worker.mjs';

const pictureCount = Number(process.env.GLANCE_SOAK ?? roundLength);
const reloads = process.env.GLANCE_SOAK ? 100 : 4; // each starts workers anew
const atOnce = 10;
const model = join(root, 'build/models/efficientnet-lite0.safetensors');
const lack = lackingFor(model);

const counts = { workers: 0, addresses: 0 };

class CountedWorker extends WebWorker {
  #ended = false;

  constructor(url) {
    super(url);
    ++counts.workers;
  }

  terminate() {
    if (!this.#ended) --counts.workers;
    this.#ended = true;
    super.terminate();
  }
}

// Counts the entries of every Map and Set that the library makes and still has.
let collections = [];
const counted = (Collection) =>
  class extends Collection {
    constructor(...args) {
      super(...args);
      collections.push(new WeakRef(this));
    }
  };

function entryCount() {
  collections = collections.filter((reference) => reference.deref());
  return collections.reduce((sum, reference) => sum + (reference.deref()?.size ?? 0), 0);
}

function countAddresses() {
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    ++counts.addresses;
    return createObjectURL(blob);
  };
  URL.revokeObjectURL = (address) => {
    --counts.addresses;
    revokeObjectURL(address);
  };
}

describe('the library', { skip: lack }, () => {
  const { signal } = new AbortController();
  let served;
  let createClassifier;
  let classifier;
  let pictures;

  async function load() {
    classifier?.close();
    classifier = await createClassifier({ assets: served.server.url, workers: 2 });
  }

  async function classifyOne(i) {
    const canvas = canvasOf(i);
    const picture = canvas
      ? {
          [Symbol.toStringTag]: 'ImageData',
          ...canvas,
          data: new Uint8ClampedArray(4 * canvas.width * canvas.height),
        }
      : new Blob([pictures.files[i % pictures.files.length]]);
    const answered = await classifier.classify(picture, { ...optionsOf(i), signal }).then(
      () => true,
      ({ code }) => (/^image\//.test(code) ? false : code),
    );
    assert.equal(answered, Boolean(canvas) || pictures.isGood(i), `picture ${i}`);
  }

  async function classifyRound() {
    for (let begin = 0; begin < roundLength; begin += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, (_, i) => classifyOne(begin + i)));
    }
  }

  // After a rest, in which messages arrive and what nobody has any longer is collected.
  async function leftOver() {
    classifier.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    served.server.requests.length = 0;
    v8.queryObjects?.(Map); // collects first; Node 20.13 or newer
    const entries = entryCount();
    return {
      objects: v8.queryObjects?.(Object) ?? 0,
      entries,
      listeners: getEventListeners(signal, 'abort').length,
      ...counts,
    };
  }

  before(async () => {
    Object.assign(globalThis, { Worker: CountedWorker });
    setMaxListeners(0, signal); // as many calls wait at once as pictures were given
    pictures = readPictures();
    served = await serveLibrary(model);
    const { folder } = served;
    ({ createClassifier } = served.library);
    countAddresses();
    // Node's own leaves an object behind each time. The workers have it still.
    globalThis.fetch = async (/** @type {any} */ address) =>
      /** @type {any} */ ({
        ok: true,
        text: () => readFile(join(folder, new URL(address).pathname), 'utf8'),
      });
    Object.assign(globalThis, { Map: counted(Map), Set: counted(Set) });
  });
  after(() => served.close());

  test(`fault 27: nothing is left of ${pictureCount} classifications and ${reloads} reloads`, async () => {
    await load();
    await classifyRound();
    const first = await leftOver();
    for (let done = 0, loaded = 0; done < pictureCount; done += roundLength) {
      do await load();
      while (++loaded < ((done + roundLength) / pictureCount) * reloads);
      await classifyRound();
    }
    const { objects, ...rest } = await leftOver();
    const { objects: objectsBefore, ...restBefore } = first;
    assert.deepEqual(rest, { ...restBefore, workers: 0, addresses: 0, listeners: 0 });
    const more = Number(objects) - Number(objectsBefore);
    // A handful comes and goes in Node itself.
    assert.ok(more < 20, `${more} more objects`);
    reportFault(
      27,
      `${pictureCount.toLocaleString('en')} classifications, ${reloads} reloads: no entry of a collection, worker, listener or ` +
        `address of a blob left; ${objectsBefore.toLocaleString('en')} objects, then ${objects.toLocaleString('en')}`,
      'library',
    );
  });
});
