// What an answer says: a class, a group or that it is not sure. The settings decide how sure it has to be, how many labels are shown,
// and in which language.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  articlesOf,
  assertQuiet,
  builtPage,
  chooseLanguage,
  readyAfterMs,
  samplePath,
  showAnswered,
} from './glance_page.mjs';
import { poll } from '../../tools/browsers/time_limit.mjs';
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
    chooseLanguage(place.session, code, `#settings [name=language][value=${code}]`);
  const predictionsOf = async (name) =>
    (await articlesOf(place.session)).find(({ file }) => file === name).predictions;
  const verdictOf = (name) =>
    evaluate((wanted) => {
      const article = document.querySelector(`article[data-file="${wanted}"]`);
      const verdict = article.querySelector('.verdict');
      const texts = [...(verdict?.querySelectorAll('.label, .percent') ?? [])];
      return {
        group: verdict?.dataset.group ?? null,
        words: texts.map(({ textContent }) => textContent),
        doubt: article.querySelector('.doubt')?.textContent ?? null,
      };
    }, name);
  const status = () => evaluate(() => document.querySelector('.status').textContent);
  const firstLabel = (name) =>
    evaluate((wanted) => {
      const { textContent, title } = document.querySelector(
        `article[data-file="${wanted}"] li .label`,
      );
      return { textContent, title };
    }, name);

  before(async () => {
    await readyAfterMs(place.session);
    await showAnswered(place.session, ['chelsea.png', 'coffee.png', 'flower.jpg'].map(samplePath));
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

  test('a cat is a cat, although no one kind of cat is probable; the kinds stand below', async () => {
    const { group, words, doubt } = await verdictOf('chelsea.png');
    assert.deepEqual([group, words[0], doubt], ['cat', 'cat', null]);
    assert.match(words[1], /^9\d%$/);
    const kinds = (await predictionsOf('chelsea.png')).map(({ index }) => index);
    assert.deepEqual(kinds.slice(0, 3).toSorted(), [281, 282, 285]);
  });

  test('where one class is probable, it is the answer and stands once', async () => {
    assert.deepEqual(await verdictOf('coffee.png'), { group: null, words: [], doubt: null });
    assert.match((await predictionsOf('coffee.png'))[0].text, /^espresso9\d%$/);
  });

  test('what is not sure says so, with its best guess and what the model cannot know', async () => {
    const { words, doubt } = await verdictOf('flower.jpg');
    assert.deepEqual(words, []);
    assert.match(
      doubt,
      /^Not sure\. ?The best guess is “daisy” with 2\d%\. Animals, plants, food, things and places of 1,000 kinds\. No people, no text, no brands\.$/,
    );
    assert.equal(await status(), '2 named, 1 not sure.');
  });

  test('the setting of how sure an answer has to be changes the answers', async () => {
    await setTo('threshold', '0.95');
    await poll('a wider group', async () => (await verdictOf('chelsea.png')).group !== 'cat');
    await poll('all are answered', async () => /named/.test(await status()));
    assert.notEqual((await verdictOf('chelsea.png')).group, 'cat');
    await setTo('threshold', '0.3');
    await poll('a kind of cat', async () => (await verdictOf('chelsea.png')).group === null);
    await poll('all are named', async () => (await status()) === '3 named.');
    assert.equal((await verdictOf('flower.jpg')).doubt, null);
    await setTo('threshold', '0.6');
    await poll('a cat again', async () => (await verdictOf('chelsea.png')).group === 'cat');
    await poll('doubt again', async () => (await status()) === '2 named, 1 not sure.');
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
    assert.deepEqual((await verdictOf('chelsea.png')).words[0], '猫');
    assert.match(
      (await verdictOf('flower.jpg')).doubt,
      /^不确定。最可能的是“雏菊”，2\d%。能认出 1,000 类/,
    );
    assert.equal(await status(), '认出 2 张，1 张不确定。');
    await language('en');
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
