// dist/glance.js in Chromium, int8, on the 200 test photographs: how often it is right, and how often its best class is that of the
// same network in float32 (onnxruntime or PyTorch, Pillow). Prints the figures and checks them against limits.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from '../../tools/browsers/index.mjs';
import { classifyServed, inLibraryPage, useModel } from './library_place.mjs';
import { data, python } from './places.mjs';

const pictures = new URL('pictures/', data);
const resnetWeights = new URL('resnet18/resnet18.pth', data);
const needsOf = (...urls) => urls.map((url) => [url, 'test data beside the checkout']);
const files = existsSync(pictures) ? readdirSync(pictures).sort() : [];
const folder = mkdtempSync(join(tmpdir(), 'glance-accuracy-'));
after(() => rmSync(folder, { recursive: true }));

const mostLostPoints = 1; // percent, of right answers
const leastSamePercent = 96;

function percent(count, t, what) {
  const value = (100 * count) / files.length;
  t.diagnostic(`${what}: ${value.toFixed(1)} % (${count} of ${files.length})`);
  return value;
}

/** Makes the int8 weight file of ResNet-18 from test data and the committed ranges, and uses it. */
async function useResnet(evaluate) {
  const make = [
    'tools/make_model.py',
    'resnet18',
    '--type',
    'int8',
    '--source',
    fileURLToPath(resnetWeights),
  ];
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(fileURLToPath(python), [...make, '--output', join(folder, 'resnet18.safetensors')], {
    cwd: root,
    stdio: 'pipe',
  });
  await evaluate(useModel, '/made/resnet18.safetensors');
}

async function checkAccuracy(name, { reference, needs, prepare }) {
  const mounts = { '/pictures/': fileURLToPath(pictures), '/made/': folder };
  await inLibraryPage(
    { needs: needsOf(pictures, reference, ...needs), mounts, engines: [chromium] },
    (evaluate) => {
      let answers;
      let expected; // class, by file
      before(async () => {
        await prepare(evaluate);
        answers = await classifyServed(
          evaluate,
          files.map((file) => `/pictures/${encodeURIComponent(file)}`),
        );
        const wanted = JSON.parse(readFileSync(reference, 'utf8'));
        expected = files.map((file) => wanted[file].index[0]);
      });

      test(`${name} is right as often as float32, but for at most ${mostLostPoints} percentage point`, (t) => {
        assert.equal(files.length, 200);
        const truth = (file) => Number.parseInt(file, 10);
        const isRight = (count) =>
          files.filter((file, i) =>
            answers[i].slice(0, count).some(({ index }) => index === truth(file)),
          );
        percent(isRight(3).length, t, 'top 3');
        percent(isRight(5).length, t, 'top 5');
        const float32 = percent(
          files.filter((file, i) => expected[i] === truth(file)).length,
          t,
          'float32, top 1',
        );
        assert.ok(percent(isRight(1).length, t, 'int8, top 1') >= float32 - mostLostPoints);
      });

      test(`${name} has the same best class as float32 for at least ${leastSamePercent} % of the pictures`, (t) => {
        const others = files.filter((file, i) => answers[i][0].index !== expected[i]);
        if (others.length > 0) t.diagnostic(`others: ${others.join(', ')}`);
        assert.ok(percent(files.length - others.length, t, 'the same top 1') >= leastSamePercent);
      });
    },
  );
}

await checkAccuracy('EfficientNet-Lite0, the default,', {
  reference: new URL('reference/efficientnet-lite0-f32.json', data),
  needs: [],
  prepare: () => {},
});
await checkAccuracy('ResNet-18', {
  reference: new URL('reference/resnet18-f32.json', data),
  needs: [resnetWeights, python],
  prepare: useResnet,
});
