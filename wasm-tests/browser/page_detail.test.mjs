// The detail dialog: what the network sees of a picture, the fit, the box, the heat map, and how it opens and closes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { detailOf, drag, lookCloser, looked, pixelsOf } from './detail_page.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
import {
  assertQuiet,
  builtPage,
  readyAfterMs,
  samplePath,
  show,
  showAnswered,
} from './glance_page.mjs';
import { fromDisk, inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { click } from './page_models.mjs';
import { modelUrl, python } from './places.mjs';

const needs = [...builtPage.needs, [python, 'tools/setup'], [modelUrl, 'make model']];
const onePixel = 0.01; // of the sheet: browsers round places to fractions of a pixel

function assertPlace(place, wanted, message) {
  for (const [side, part] of Object.entries(wanted)) {
    assert.ok(
      Math.abs(place[side] - part) < onePixel,
      `${message}: ${JSON.stringify(place)}, want ${JSON.stringify(wanted)}`,
    );
  }
}

// Pixels, (..., 4), as steps 0..255 of the legend's colours; -1 for a colour that is not of it.
function stepsOf(rgba, legend) {
  const colorAt = (step) => [...legend.subarray(4 * step, 4 * step + 3)].join();
  const steps = new Map(Array.from({ length: 256 }, (_, step) => [colorAt(step), step]));
  return Array.from(
    { length: rgba.length / 4 },
    (_, i) => steps.get([...rgba.subarray(4 * i, 4 * i + 3)].join()) ?? -1,
  );
}

// A cat that is small: the whole says little of it, a part of the picture much.
const smallInScene = `
import sys
from PIL import Image
scene = Image.new('RGB', (640, 640), 'gray')
scene.paste(Image.open(sys.argv[1]).resize((150, 100)), (405, 110))
scene.save(sys.argv[2])`;

// The pixels of the network's input, (height, width, 4), made by Pillow.
function viewByPillow(name) {
  const script = fileURLToPath(new URL('view_by_pillow.py', import.meta.url));
  const rgb = execFileSync(fileURLToPath(python), [
    script,
    fileURLToPath(modelUrl),
    samplePath(name),
  ]);
  return Buffer.concat(
    Array.from({ length: rgb.length / 3 }, (_, i) =>
      Buffer.of(...rgb.subarray(3 * i, 3 * i + 3), 255),
    ),
  );
}

await inEveryEngine({ ...builtPage, ...fromDisk, needs }, (place) => {
  const chromiumTest = testInChromium(place);
  const session = () => place.session;
  const focused = () =>
    session().evaluate(() => {
      const { id, className, dataset } = document.activeElement;
      return id || `${className} ${dataset.corner ?? dataset.id ?? ''}`;
    });
  const isOpen = () => session().evaluate(() => document.getElementById('detail').open);
  const press = (...keys) =>
    keys.reduce((before, key) => before.then(() => session().press(key)), Promise.resolve());
  const chooseFit = async (fit) => {
    await click(session(), `#fits [value=${fit}]`);
    return looked(session());
  };

  // The preview scaled to (224, 224, 4).
  const previewPixels = async () => {
    const base64 = await session().evaluate(async () => {
      const image = document.getElementById('detail-preview');
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 224, height: 224 });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0, 224, 224);
      return btoa(
        Array.from(context.getImageData(0, 0, 224, 224).data, (byte) =>
          String.fromCharCode(byte),
        ).join(''),
      );
    });
    return Buffer.from(base64, 'base64');
  };

  before(async () => {
    await readyAfterMs(session());
    await showAnswered(session(), ['coffee.png', 'chelsea.png'].map(samplePath)); // 600 x 400 and 451 x 300 pixels
  });

  test('shows the picture, the part that the network sees, and the answer', async () => {
    const { name, frame, picture, predictions, box } = await lookCloser(session(), 'coffee.png');
    assert.equal(name, 'coffee.png');
    assertPlace(picture, { left: 0, top: 0, width: 1, height: 1 }, 'the picture');
    assertPlace(
      frame,
      { left: 125 / 600, top: 25 / 400, width: 350 / 600, height: 350 / 400 },
      'the centre crop',
    );
    assert.equal(predictions[0].index, 967);
    assert.match(predictions[0].text, /espresso.*意式浓缩咖啡.*95%/);
    assert.equal(box, null);
  });

  test('shows exactly the pixels that the network sees', async () => {
    const { width, height, rgba } = await pixelsOf(session(), 'view');
    assert.deepEqual([width, height], [224, 224]);
    assert.ok(
      rgba.equals(viewByPillow('coffee.png')),
      'the canvas differs from the view made by Pillow',
    );
    const shown = await session().evaluate(
      () => document.getElementById('view').getBoundingClientRect().width,
    );
    assert.equal(shown, 224);
  });

  chromiumTest('another fit changes what the network sees, its frame and the answer', async () => {
    const views = [(await pixelsOf(session(), 'view')).rgba];
    const crop = await detailOf(session());
    const squash = await chooseFit('squash');
    views.push((await pixelsOf(session(), 'view')).rgba);
    assertPlace(squash.frame, { left: 0, top: 0, width: 1, height: 1 }, 'squashed, all is seen');
    const letterbox = await chooseFit('letterbox');
    views.push((await pixelsOf(session(), 'view')).rgba);
    assertPlace(
      letterbox.frame,
      { left: 0, top: 0, width: 1, height: 1 },
      'the frame has the bars in it',
    );
    assertPlace(
      letterbox.picture,
      { left: 0, top: 1 / 6, width: 1, height: 2 / 3 },
      'the picture lies between the bars',
    );
    assert.equal(
      new Set([crop, squash, letterbox].map(({ predictions }) => predictions[0].score)).size,
      3,
    );
    assert.equal(new Set(views.map((view) => view.toString('base64'))).size, 3);
    const again = await chooseFit('crop');
    assert.deepEqual(again.predictions, crop.predictions);
    assert.deepEqual(again.frame, crop.frame);
  });

  test('keys make, move and resize a box, and the answer follows', async () => {
    const whole = await detailOf(session());
    await session().evaluate(() => document.getElementById('part').focus());
    await press('Enter');
    assert.equal(await focused(), 'box');
    const middle = await looked(session());
    assertPlace(middle.box, { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }, 'the middle');
    await press('ArrowLeft', 'ArrowUp');
    const moved = await looked(session());
    assertPlace(
      moved.box,
      { left: 0.225, top: 0.2125, width: 0.5, height: 0.5 },
      'moved by a step',
    ); // 15 pixels
    await press('Shift+ArrowRight', 'Shift+ArrowDown');
    const resized = await looked(session());
    assertPlace(
      resized.box,
      { left: 0.225, top: 0.2125, width: 0.525, height: 0.5375 },
      'resized by a step',
    );
    const scores = [whole, middle, moved, resized].map(({ predictions }) =>
      JSON.stringify(predictions),
    );
    assert.equal(new Set(scores).size, 4);
    assert.match(resized.boxName, /^Box: 53% wide, 54% high, 23% from the left, 21% from the top$/);
    const { frame, box } = resized;
    assert.ok(
      frame.left >= box.left - onePixel &&
        frame.left + frame.width <= box.left + box.width + onePixel,
      'what is seen lies in the box',
    );
  });

  chromiumTest('a screen reader hears the answer once the box stops moving', async () => {
    await poll('the label is told', async () => {
      const { told, predictions } = await detailOf(session());
      return told !== '' && predictions[0].text.startsWith(told.split(',')[0]);
    });
  });

  test('a corner is reached by Tab, has a name, and is moved by keys', async () => {
    const before = await detailOf(session());
    await press('Tab');
    assert.equal(await focused(), 'corner nw');
    assert.equal(
      await session().evaluate(() => document.activeElement.getAttribute('aria-label')),
      'Top left corner',
    );
    await press('ArrowRight');
    const { box } = await looked(session());
    assertPlace(
      box,
      { left: before.box.left + 0.025, top: before.box.top, width: before.box.width - 0.025 },
      'the corner',
    );
  });

  test('Delete removes the box and moves the focus to the button that makes one', async () => {
    await press('Shift+Tab', 'Delete');
    const { box, frame } = await looked(session());
    assert.equal(box, null);
    assertPlace(
      frame,
      { left: 125 / 600, width: 350 / 600 },
      'the whole picture is looked at again',
    );
    assert.equal(await focused(), 'part');
  });

  test('a mouse draws a box, moves it and pulls a corner; the last answer is about the last box', async () => {
    await drag(session(), '#sheet', [
      [0.1, 0.1],
      [0.3, 0.3],
      [0.6, 0.7],
    ]);
    assertPlace(
      (await looked(session())).box,
      { left: 0.1, top: 0.1, width: 0.5, height: 0.6 },
      'drawn',
    );
    const path = Array.from(
      { length: 30 },
      (_, i) => /** @type {[number, number]} */ ([0.3 + i / 100, 0.3]),
    );
    await drag(session(), '#box', path);
    assertPlace(
      (await looked(session())).box,
      { left: 0.39, top: 0.1, width: 0.5, height: 0.6 },
      'moved',
    );
    await drag(session(), '[data-corner=nw]', [
      [0.39, 0.1],
      [0.29, 0.3],
    ]);
    const { box, frame, caption } = await looked(session());
    assertPlace(box, { left: 0.29, top: 0.3, width: 0.6, height: 0.4 }, 'pulled');
    assertPlace(
      frame,
      { top: 0.3 + 0.4 / 16, height: 0.4 * 0.875 },
      'the answer is about this box',
    );
    assert.match(caption, /(139|140|141)\u00a0×\u00a0\1 pixels/); // a pointer is at whole pixels of the window, the box at the picture's
  });

  test('a finger on the box moves it; beside the box it scrolls', async () => {
    await drag(
      session(),
      '#box',
      [
        [0.5, 0.5],
        [0.4, 0.45],
      ],
      'touch',
    );
    assertPlace(
      (await looked(session())).box,
      { left: 0.19, top: 0.25, width: 0.6, height: 0.4 },
      'moved',
    );
    await drag(
      session(),
      '.clip',
      [
        [0.05, 0.05],
        [0.15, 0.15],
      ],
      'touch',
    );
    assertPlace(
      (await looked(session())).box,
      { left: 0.19, top: 0.25, width: 0.6, height: 0.4 },
      'not drawn anew',
    );
  });

  chromiumTest('a double click removes the box', async () => {
    await session().evaluate(() =>
      document.getElementById('box').dispatchEvent(new MouseEvent('dblclick', { bubbles: true })),
    );
    assert.equal((await looked(session())).box, null);
  });

  test("the heat map of a chosen label lies over what is seen, in the legend's colours", async () => {
    await click(session(), '#detail-labels li:nth-child(2) input');
    const { predictions, heat, heatIndex, heatName, frame } = await looked(session());
    assert.deepEqual(
      predictions.map(({ chosen }) => chosen),
      [false, true, false, false, false],
    );
    assert.equal(heatIndex, predictions[1].index);
    assert.match(heatName, new RegExp(`“${predictions[1].text.match(/^[a-z ]+/)[0].trim()}”`));
    assert.deepEqual(heat, frame);
    const { width, height, rgba } = await pixelsOf(session(), 'heat');
    assert.deepEqual([width, height], [224, 224]);
    const legend = await pixelsOf(session(), 'heat-ramp');
    assert.deepEqual([legend.width, legend.height], [256, 1]);
    assert.deepEqual([...legend.rgba.subarray(0, 4)], [17, 9, 80, 255]); // the ends of kColorRamp in src/postprocess/heat_map.cc
    assert.deepEqual([...legend.rgba.subarray(-4)], [240, 233, 136, 255]);
    const steps = stepsOf(rgba, legend.rgba);
    assert.equal(new Set(stepsOf(legend.rgba, legend.rgba)).size, 256);
    assert.ok(
      steps.every((step) => step >= 0),
      'a colour that is not in the ramp',
    );
    const [coldest, hottest] = [Math.min, Math.max].map((choose) =>
      steps.reduce((a, b) => choose(a, b)),
    );
    assert.ok(coldest < 8 && hottest > 247, `from ${coldest} to ${hottest} of 255`);
  });

  chromiumTest('another label has another map; arrow keys choose it', async () => {
    const before = (await pixelsOf(session(), 'heat')).rgba;
    await session().evaluate(() =>
      document.querySelector('#detail-labels li:nth-child(2) input').focus(),
    );
    await press('ArrowUp');
    const { predictions, heatIndex } = await looked(session());
    assert.equal(heatIndex, predictions[0].index);
    assert.ok(!(await pixelsOf(session(), 'heat')).rgba.equals(before));
  });

  chromiumTest('the hottest place is where the cup is', async () => {
    const { width, rgba } = await pixelsOf(session(), 'heat');
    const legend = await pixelsOf(session(), 'heat-ramp');
    const steps = stepsOf(rgba, legend.rgba);
    const at = steps.indexOf(steps.reduce((a, b) => Math.max(a, b)));
    const [x, y] = [at % width, Math.floor(at / width)];
    assert.ok(x > 40 && x < 184 && y > 10 && y < 170, `${x}, ${y}`);
  });

  chromiumTest('opacity and switch change how the map is shown', async () => {
    const opacity = () =>
      session().evaluate(() => getComputedStyle(document.getElementById('heat')).opacity);
    assert.equal(await opacity(), '0.6');
    await session().evaluate(() => {
      const slider = document.getElementById('opacity');
      slider.value = 0.3;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    });
    assert.equal(await opacity(), '0.3');
    await click(session(), '#heat-switch');
    assert.equal((await looked(session())).heat, null);
    await click(session(), '#heat-switch');
    assert.notEqual((await looked(session())).heat, null);
  });

  chromiumTest('the next picture is shown in the same way, and the last has no next', async () => {
    await click(session(), '#detail-next');
    const { name, predictions, heat, heatIndex, doubt, looks, bracket } = await looked(session());
    assert.equal(name, 'chelsea.png');
    assert.equal(predictions[0].index, 285);
    assert.equal(heatIndex, 285);
    assert.notEqual(heat, null);
    assert.match(doubt, /^cat\d\d%$/);
    assert.equal(looks, 'Looked at parts of the picture too.');
    assert.equal(bracket, null); // the whole gave most to the answer
    await click(session(), '#detail-next');
    assert.equal((await looked(session())).name, 'chelsea.png');
    await click(session(), '#detail-previous');
    assert.equal((await looked(session())).name, 'coffee.png');
  });

  test('Escape closes it and returns the focus', async () => {
    await press('Escape');
    await poll('it is closed', async () => !(await isOpen()));
    assert.equal(await focused(), 'quiet closer 1');
    await press('Enter');
    await looked(session());
    await click(session(), '#detail-close');
    assert.equal(await isOpen(), false);
    assert.equal(await focused(), 'quiet closer 1');
  });

  test('a click on the preview opens it too', async () => {
    await click(session(), 'article[data-file="chelsea.png"] .photo');
    assert.equal((await looked(session())).name, 'chelsea.png');
    await press('Escape');
    await poll('it is closed', async () => !(await isOpen()));
    assert.equal(await focused(), 'quiet closer 2');
  });

  for (const name of ['orientation_6.jpg', 'orientation_6.png', 'orientation_5.jpg']) {
    // The core turns what the network sees; the browser turns the preview.
    const notTurned =
      place.engine.name === 'WebKit' &&
      name.endsWith('.png') &&
      'WebKit shows a PNG as it is stored, whatever its EXIF data say';
    test(
      `the preview of ${name} is turned as what the network sees of it`,
      { skip: notTurned },
      async () => {
        await show(session(), [
          fileURLToPath(new URL(`../../native-tests/fixtures/image/${name}`, import.meta.url)),
        ]);
        await lookCloser(session(), name);
        await chooseFit('squash');
        const { rgba: seen } = await pixelsOf(session(), 'view');
        const shown = await previewPixels();
        const difference =
          seen.reduce((sum, value, i) => sum + Math.abs(value - shown[i]), 0) / seen.length;
        assert.ok(difference < 12, `mean difference ${difference}`);
        await press('Escape');
      },
    );
  }

  chromiumTest(
    'where it looked again the part that decided is marked; at a box it looks once',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'glance-detail-'));
      try {
        const scene = join(folder, 'scene.png');
        execFileSync(fileURLToPath(python), ['-c', smallInScene, samplePath('chelsea.png'), scene]);
        const [card] = await show(session(), [scene]);
        const again = await lookCloser(session(), 'scene.png');
        const numbersOf = ({ predictions }) =>
          predictions.map(({ index, score }) => [index, score]);
        assert.deepEqual(numbersOf(again), numbersOf(card), 'the answer of the card');
        assert.equal(again.predictions[0].index, 285);
        assert.equal(again.looks, 'Looked at parts of the picture too. The marked part decided.');
        const part = { left: 340 / 640, top: 20 / 640, width: 280 / 640, height: 280 / 640 };
        assertPlace(again.bracket, part, 'what was seen of the part above on the right');
        await click(session(), '#part');
        const boxed = await looked(session());
        assert.deepEqual([boxed.bracket, boxed.looks], [null, null]);
        await click(session(), '#part');
        assertPlace((await looked(session())).bracket, part, 'without the box it is marked again');
        await press('Escape');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  chromiumTest('every control of the dialog has a name', async () => {
    const nameless = await session().evaluate(() =>
      [...document.querySelectorAll('#detail :is(input, button, canvas, [tabindex])')]
        .filter(
          (control) =>
            !control.labels?.[0]?.textContent &&
            !control.textContent &&
            !control.getAttribute('aria-label') &&
            !control.hasAttribute('aria-hidden'),
        )
        .map(({ id, className }) => id || className),
    );
    assert.deepEqual(nameless, []);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
