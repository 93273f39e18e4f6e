// The four builds of the core give the test photographs the same best label, and scores within 1e-3 of each other. Where a browser
// has no WebAssembly, or none with SIMD, the page says so.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reportFault } from '../report_fault.mjs';
import { chromium, firefoxWith } from '../../tools/browsers/index.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { builtPage } from './glance_page.mjs';
import { fromDisk, inEveryEngine } from './in_every_engine.mjs';
import { classifyServed, inLibraryPage } from './library_place.mjs';
import { data } from './places.mjs';
import { scriptAfter, spoiler } from './spoiled_server.mjs';

const pictures = new URL('pictures/', data);
const everyNth = process.env.GLANCE_LONG === '1' ? 1 : 4; // of 200, to save time
const files = existsSync(pictures)
  ? readdirSync(pictures)
      .sort()
      .filter((_, i) => i % everyNth === 0)
  : [];
const largestDifference = 1e-3;
const close = 2 * largestDifference; // two labels whose scores are this close may change places

await inLibraryPage(
  {
    isolated: true,
    needs: [[pictures, 'test data beside the checkout']],
    mounts: { '/pictures/': fileURLToPath(pictures) },
    engines: [chromium],
  },
  (evaluate) => {
    const urls = files.map((file) => `/pictures/${encodeURIComponent(file)}`);
    let reference;

    async function answersOf(options) {
      await evaluate(async (wanted) => {
        classifier.close();
        globalThis.classifier = await library.createClassifier(wanted);
      }, options);
      return classifyServed(evaluate, urls);
    }

    before(async () => {
      reference = await answersOf({ backend: 'simd', threads: 1 });
    });

    let worst = 0;
    let same = 0;
    const others = [
      { backend: 'simd', threads: 2 },
      { backend: 'relaxed', threads: 1 },
      { backend: 'relaxed', threads: 2 },
    ];
    for (const options of others) {
      test(
        `fault 23: ${options.backend} on ${options.threads} gives ${files.length} photographs the answers of SIMD on one thread`,
        { timeout: 120_000 },
        async (t) => {
          const answers = await answersOf(options);
          const different = files.filter(
            (file, i) =>
              answers[i][0].index !== reference[i][0].index &&
              reference[i][0].score - reference[i][1].score > close,
          );
          const differences = answers.flatMap((answer, i) =>
            answer.map(({ index, score }) => {
              const other = reference[i].find((each) => each.index === index);
              return Math.abs(score - (other?.score ?? reference[i].at(-1).score)); // not among the five best: its score is at most that of the fifth
            }),
          );
          worst = Math.max(worst, ...differences);
          t.diagnostic(
            `largest difference of a score ${Math.max(...differences).toExponential(1)}`,
          );
          assert.deepEqual([files.length, different], [200 / everyNth, []]);
          assert.ok(worst <= largestDifference, `${worst}`);
          ++same;
        },
      );
    }

    test('fault 23: all builds agree', () => {
      assert.equal(same, others.length);
      reportFault(
        23,
        `4 builds, ${files.length} photographs: the same best label, scores within ${worst.toExponential(1)}`,
        'Chromium',
      );
    });
  },
);

const { answers, onRequest } = spoiler();
/** @type {[string, string, RegExp][]} */
const lacks = [
  ['no WebAssembly', 'delete globalThis.WebAssembly;', /This browser has no WebAssembly\./],
  [
    'no SIMD',
    'WebAssembly.validate = () => false;',
    /This browser is too old: its WebAssembly has no SIMD\./,
  ],
];
const said = (session) =>
  poll('an error', async () => {
    const [state, text] = await session.evaluate(() => [
      document.documentElement.dataset.state,
      document.querySelector('[role=status]')?.textContent, // not there before the page is drawn
    ]);
    return state === 'error' && text;
  });

await inEveryEngine(
  { ...builtPage, engines: [chromium], origins: ['http'], server: { isolated: true, onRequest } },
  (place) => {
    for (const [name, prelude, sentence] of lacks) {
      test(`fault 23: with ${name} the page says so`, async () => {
        for (const script of ['start.js', 'glance-worker.js'])
          answers.set(script, scriptAfter(prelude, script));
        try {
          await place.session.goto(`${place.url}?${encodeURIComponent(name)}`);
          assert.match(await said(place.session), sentence);
          reportFault(23, `${name}: said`, place.engine.name);
        } finally {
          answers.clear();
        }
      });
    }
  },
);

await inEveryEngine(
  { ...builtPage, ...fromDisk, engines: [firefoxWith({ 'javascript.options.wasm': false })] },
  (place) => {
    test('fault 23: where WebAssembly is switched off in the browser, the page says so', async () => {
      assert.match(await said(place.session), /This browser has no WebAssembly\./);
    });
  },
);
