// Real pictures, chosen and dropped: the right labels, in order. Every engine decodes, hands over and computes in its own way, so
// they run in all: from a server, since page_disk has pictures from disk in every engine; in Chromium from both.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertQuiet, builtPage, readyAfterMs, samplePath, show } from './glance_page.mjs';
import { inEveryEngine, testInChromium } from './in_every_engine.mjs';
import { pageAnswers, scoreTolerance } from './places.mjs';

const paths = pageAnswers.map(({ file }) => samplePath(file));

function assertAnswer(article, { file, index, score }) {
  assert.equal(article.file, file);
  assert.equal(article.predictions[0]?.index, index, JSON.stringify(article));
  assert.ok(
    Math.abs(article.predictions[0].score - score) <= scoreTolerance,
    `${file}: ${article.predictions[0].score}, want ${score}`,
  );
}

/** @returns {import('./in_every_engine.mjs').Origin[]} */
const origins = ({ name }) => (name === 'Chromium' ? ['file', 'http'] : ['http']);

await inEveryEngine({ ...builtPage, origins }, (place) => {
  const chromiumTest = testInChromium(place);
  before(() => readyAfterMs(place.session));

  for (const answer of pageAnswers) {
    test(`${answer.file} is recognised`, async () => {
      const [article] = await show(place.session, [samplePath(answer.file)]);
      assertAnswer(article, answer);
    });
  }

  chromiumTest('each picture has five labels, the best first, with percentages', async () => {
    const [{ predictions }] = await show(place.session, [samplePath('chelsea.png')]);
    const scores = predictions.map(({ score }) => score);
    assert.equal(scores.length, 5);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    assert.ok(scores.every((score) => score > 0));
    assert.ok(scores.reduce((sum, score) => sum + score, 0) <= 1);
    assert.equal(new Set(predictions.map(({ index }) => index)).size, 5);
    for (const { text } of predictions) assert.match(text, /[a-z].*\d ?%/is);
  });

  chromiumTest('several pictures at once are all answered, in their order', async () => {
    const articles = await show(place.session, paths);
    articles.forEach((article, i) => assertAnswer(article, pageAnswers[i]));
  });

  test('dropped pictures are answered like chosen ones', async () => {
    const articles = await show(place.session, paths, () => place.session.drop('main', paths));
    articles.forEach((article, i) => assertAnswer(article, pageAnswers[i]));
  });

  chromiumTest('pictures chosen while others are waiting are answered too', async () => {
    const articles = await show(place.session, [...paths, ...paths], async () => {
      await place.session.setFiles('#file-input', paths);
      await place.session.setFiles('#file-input', paths);
    });
    articles.forEach((article, i) => assertAnswer(article, pageAnswers[i % 3]));
  });

  chromiumTest('the same picture gives the same scores again', async () => {
    const [first] = await show(place.session, [samplePath('coffee.png')]);
    const [second] = await show(place.session, [samplePath('coffee.png')]);
    assert.deepEqual(second.predictions, first.predictions);
  });

  test('has had no error, violation or request outside', () => assertQuiet(place));
});
