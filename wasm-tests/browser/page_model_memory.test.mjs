// Models that the page stores in IndexedDB: used on the next visit, damaged, forgotten, and not stored where the browser has no space
// or forbids it. Storing and forgetting in every engine, and in Chromium from a server too; what the page does with weights that are
// damaged or gone, and when a fake refuses to store, in Chromium only.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { poll } from '../../tools/browsers/time_limit.mjs';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  readyAfterMs,
  samplePath,
  show,
} from './glance_page.mjs';
import { fromServerInChromium, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import {
  choose,
  click,
  modelsOfAnswers,
  newsOf,
  otherTinyPath,
  panelOf,
  sha256Of,
  tinyPath,
  told,
  writeTwin,
} from './page_models.mjs';
import { modelUrl, sampleAnswers } from './places.mjs';

const needs = [...builtPage.needs, [modelUrl, 'make page']];
const [coffee] = sampleAnswers;
let folder;
let twin;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'glance-memory-'));
});
after(() => rmSync(folder, { recursive: true }));

// Runs in the page: removes or changes stored weights.
function spoilWeights(sha256, spoil) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('glance', 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('weights', 'readwrite');
      const store = transaction.objectStore('weights');
      const reading = store.get(sha256);
      reading.onsuccess = () => {
        if (spoil === 'remove') return store.delete(sha256);
        new Uint8Array(reading.result)[reading.result.byteLength >> 1] ^= 1;
        return store.put(reading.result, sha256);
      };
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => {
        database.close();
        resolve(true);
      };
    };
  });
}

// Runs in the page: makes the browser refuse to store from now on, by one of the two errors that browsers give.
function refuseStorage(how) {
  const refuse = (name) => () => {
    throw new DOMException('refused by the test', name);
  };
  if (how === 'full') IDBObjectStore.prototype.put = refuse('QuotaExceededError');
  else IDBFactory.prototype.open = refuse('SecurityError');
}

await inEveryEngine({ ...builtPage, ...fromServerInChromium, needs }, (place) => {
  const chromiumTest = testInChromium(place);
  const { engine, origin } = place;
  const visit = async () => {
    await place.session.goto(place.url);
    await readyAfterMs(place.session);
  };
  const give = (path, pattern = /remembered/) =>
    place.session.setFiles('#file-input', [path]).then(() => told(place.session, pattern));
  const summary = async () => (await panelOf(place.session)).summary.split(' · ')[0];
  const offered = async () => (await panelOf(place.session)).models.map(({ name }) => name);
  const inUse = (name) => poll(`${name} is in use`, async () => (await summary()) === name);

  before(async () => {
    twin ??= writeTwin(folder);
    await readyAfterMs(place.session);
  });

  test('a model of real size is used on the next visit, and answers rightly', async (t) => {
    await give(twin, /^EfficientNet-Twin0 answers from now on\. It is remembered/);
    await place.session.goto(place.url);
    t.diagnostic(
      `${engine.name}, ${origin}: ready with a remembered model after ${Math.round(await readyAfterMs(place.session))} ms`,
    );
    const { models, facts } = await panelOf(place.session);
    assert.deepEqual(
      models.map(({ name, chosen }) => [name, chosen]),
      [
        ['EfficientNet-Lite0', false],
        ['EfficientNet-Twin0', true],
      ],
    );
    assert.equal(facts.sha256, sha256Of(twin));
    const [
      {
        predictions: [best],
      },
    ] = await show(place.session, [samplePath(coffee.file)]);
    assert.equal(best.index, coffee.index);
    assert.deepEqual(await modelsOfAnswers(place.session), [sha256Of(twin)]);
    assert.equal((await newsOf(place.session)).text, '');
  });

  test('the one that was chosen last is used on the next visit', async () => {
    await give(tinyPath);
    await choose(place.session, 'EfficientNet-Lite0');
    await inUse('EfficientNet-Lite0');
    await told(place.session, /^EfficientNet-Lite0 answers/); // said when the choice is stored
    await visit();
    assert.equal(await summary(), 'EfficientNet-Lite0');
    assert.deepEqual(await offered(), ['EfficientNet-Lite0', 'EfficientNet-Twin0', 'activations']);
    await choose(place.session, 'activations');
    await told(place.session, /^activations answers/);
  });

  chromiumTest(
    'a stored model with one changed bit is removed with a message, and the model of the page is used',
    async () => {
      await visit();
      assert.equal(await summary(), 'activations');
      assert.ok(await place.session.evaluate(spoilWeights, sha256Of(tinyPath), 'change'));
      await visit();
      assert.match(
        (await told(place.session, /^activations was remembered/)).text,
        /damaged\. It has been removed\.$/,
      );
      assert.equal(await summary(), 'EfficientNet-Lite0');
      assert.deepEqual(await offered(), ['EfficientNet-Lite0', 'EfficientNet-Twin0']);
      const [
        {
          predictions: [best],
        },
      ] = await show(place.session, [samplePath(coffee.file)]);
      assert.equal(best.index, coffee.index);
      await visit();
      assert.equal((await newsOf(place.session)).text, '');
    },
  );

  chromiumTest(
    'a stored model that has disappeared is removed when it is chosen, and the one in use stays',
    async () => {
      assert.ok(await place.session.evaluate(spoilWeights, sha256Of(twin), 'remove'));
      await choose(place.session, 'EfficientNet-Twin0');
      await told(place.session, /^EfficientNet-Twin0 was remembered/);
      assert.equal(await summary(), 'EfficientNet-Lite0');
      assert.deepEqual(await offered(), []);
    },
  );

  test('a forgotten model does not return on the next visit', async () => {
    if ((await offered()).includes('EfficientNet-Twin0')) {
      await click(place.session, `[data-model="${sha256Of(twin)}"] .forget`);
      await told(place.session, /^EfficientNet-Twin0 is no longer kept/);
    }
    if (!(await offered()).includes('activations')) await give(tinyPath);
    await give(otherTinyPath, /^conv_plain .* remembered/);
    await click(place.session, `[data-model="${sha256Of(tinyPath)}"] .forget`);
    await told(place.session, /^activations is no longer kept on this device\.$/);
    assert.equal(await summary(), 'conv_plain');
    await click(place.session, `[data-model="${sha256Of(otherTinyPath)}"] .forget`);
    await told(place.session, /^EfficientNet-Lite0 answers from now on/);
    assert.deepEqual(await offered(), []);
    await visit();
    assert.equal(await summary(), 'EfficientNet-Lite0');
    assert.deepEqual(await offered(), []);
  });

  for (const [how, reason, code] of /** @type {any[][]} */ ([
    ['full', /has no room left/, /storage\/full/],
    ['forbidden', /does not let the page use its storage/, /storage\/unavailable/],
  ])) {
    chromiumTest(
      `storage ${how}: the model works for this visit, and the page says that it is not remembered`,
      async () => {
        await visit();
        await place.session.evaluate(refuseStorage, how);
        const { text, detail } = await give(tinyPath, /^activations .* not remembered/);
        assert.match(text, reason);
        assert.match(detail, code);
        await show(place.session, [samplePath(coffee.file)]);
        assert.deepEqual(await modelsOfAnswers(place.session), [sha256Of(tinyPath)]);
        assert.match((await panelOf(place.session)).models[1].origin, /for this visit only$/);
        await choose(place.session, 'EfficientNet-Lite0');
        await inUse('EfficientNet-Lite0');
        await choose(place.session, 'activations');
        await inUse('activations');
        await visit();
        assert.deepEqual([await summary(), await offered()], ['EfficientNet-Lite0', []]);
      },
    );
  }

  test('the page still classifies afterwards', async () => {
    await show(place.session, [samplePath(coffee.file)]);
    assert.equal((await articlesOf(place.session))[0].predictions[0].index, coffee.index);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
