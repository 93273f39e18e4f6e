// The settings decide how many labels an answer shows, from which score on, and in which language. It says when it is not sure.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  readyAfterMs,
  samplePath,
  showAnswered,
} from './glance_page.mjs';
import { inEveryEngine, inOnePlace } from './in_every_engine.mjs';

await inEveryEngine({ ...builtPage, ...inOnePlace }, (place) => {
  const evaluate = (...code) => place.session.evaluate(...code);

  // Changes a control of the settings as a person does.
  const setTo = (id, value) =>
    evaluate(
      (wanted, to) => {
        const control = document.getElementById(wanted);
        control.value = to;
        control.dispatchEvent(new Event('input', { bubbles: true }));
      },
      id,
      value,
    );
  const language = (code) =>
    evaluate(
      (wanted) => document.querySelector(`#settings [name=language][value=${wanted}]`).click(),
      code,
    );
  const predictionsOf = async (name) =>
    (await articlesOf(place.session)).find(({ file }) => file === name).predictions;
  const doubtOf = (name) =>
    evaluate((wanted) => {
      const doubt = document.querySelector(`article[data-file="${wanted}"] .doubt`);
      return doubt && { certainty: doubt.dataset.certainty, text: doubt.textContent };
    }, name);
  const firstLabel = (name) =>
    evaluate((wanted) => {
      const { textContent, title } = document.querySelector(
        `article[data-file="${wanted}"] li .label`,
      );
      return { textContent, title };
    }, name);

  before(async () => {
    await readyAfterMs(place.session);
    await showAnswered(place.session, ['chelsea.png', 'coffee.png'].map(samplePath));
  });

  test('the number of labels changes without another classification', async () => {
    const [first] = await predictionsOf('coffee.png');
    await setTo('top-k', '10');
    assert.equal((await predictionsOf('coffee.png')).length, 10);
    await setTo('top-k', '1');
    assert.deepEqual(await predictionsOf('coffee.png'), [first]);
    await setTo('top-k', '5');
    assert.equal((await predictionsOf('coffee.png')).length, 5);
  });

  test('labels below the threshold are not shown', async () => {
    const all = await predictionsOf('chelsea.png');
    await setTo('threshold', '0.1');
    const shown = await predictionsOf('chelsea.png');
    assert.deepEqual(
      shown,
      all.filter(({ score }) => score >= 0.1),
    );
    assert.ok(shown.length > 0 && shown.length < all.length);
  });

  test('when no label reaches the threshold, the page says so and names the best guess', async () => {
    await setTo('threshold', '0.5');
    assert.deepEqual(await predictionsOf('chelsea.png'), []);
    assert.match(
      (await doubtOf('chelsea.png')).text,
      /^Nothing reaches 50%\. The best guess is “tiger cat” with 3\d%\.$/,
    );
    assert.equal((await predictionsOf('coffee.png')).length, 1);
    await setTo('threshold', '0');
  });

  test('an answer with two close labels says that it is not sure between them; a clear one says nothing', async () => {
    assert.deepEqual(await doubtOf('chelsea.png'), {
      certainty: 'close',
      text: 'Not sure. It could just as well be “tiger cat” as “Egyptian cat”.',
    });
    assert.equal(await doubtOf('coffee.png'), null);
  });

  test('a label has its translation as tooltip', async () => {
    assert.deepEqual(await firstLabel('coffee.png'), {
      textContent: 'espresso',
      title: '意式浓缩咖啡',
    });
    await language('zh');
    assert.deepEqual(await firstLabel('coffee.png'), {
      textContent: '意式浓缩咖啡',
      title: 'espresso',
    });
    assert.match((await doubtOf('chelsea.png')).text, /^不太确定。“.+”和“.+”几乎同样可能。$/);
    await language('en');
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
