// Runs tests in pages/library, a page that uses dist/glance.js, in every engine over http.
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { poll } from '../../tools/browsers/time_limit.mjs';
import { assertQuiet } from './glance_page.mjs';
import { inEveryEngine } from './in_every_engine.mjs';
import { dist, needsSamples, samples, testPages } from './places.mjs';

/** Answers that the server gives instead of its files: path -> (request, response) => void. */
export const spoiledAnswers = new Map();

function answerSpoiled(request, response) {
  const answer = spoiledAnswers.get(request.url.split('?')[0]);
  answer?.(request, response);
  return Boolean(answer);
}

const libraryPage = {
  page: new URL('library/index.html', testPages),
  needs: [[new URL('glance.js', dist), 'make page'], ...needsSamples],
  origins: ['http'],
  server: {
    directory: fileURLToPath(dist),
    mounts: { '/pages/': fileURLToPath(testPages), '/samples/': fileURLToPath(samples) },
    path: 'pages/library/index.html',
    onRequest: answerSpoiled,
  },
};

/**
 * Registers tests whose page has `library` (createClassifier, forms, outcomeOf: see pages/library/library.js) and
 * a ready `classifier` as globals. Adds a test that no error went unnoticed.
 * @param {object} options of inEveryEngine; `mounts` are added, `isolated` is that of startServer
 * @param {(evaluate: (code: any, ...args: any[]) => Promise<any>, place: any) => void} define
 */
export async function inLibraryPage(
  { needs = [], mounts = {}, isolated = false, ...options },
  define,
) {
  const server = {
    ...libraryPage.server,
    isolated,
    mounts: { ...libraryPage.server.mounts, ...mounts },
  };
  const where = { ...libraryPage, needs: [...libraryPage.needs, ...needs], server, ...options };
  await inEveryEngine(where, (place) => {
    const evaluate = (code, ...args) => place.session.evaluate(code, ...args);
    before(async () => {
      await poll('the library', () => evaluate('Boolean(globalThis.library)'));
      await evaluate(
        'library.createClassifier().then((made) => { globalThis.classifier = made; })',
      );
    });
    define(evaluate, place);
    // Browsers themselves log answers with an error status.
    test('has had no error, violation or request outside', () =>
      assertQuiet(place, /status of 404/));
  });
}

/** Runs in the page: replaces its classifier. @param {string} model its URL */
export async function useModel(model) {
  classifier.close();
  globalThis.classifier = await library.createClassifier({ model });
}

/**
 * Classifies pictures of the page's server, ten in each call of evaluate, which has a time limit.
 * @param {(code: any, ...args: any[]) => Promise<any>} evaluate of inLibraryPage
 * @param {string[]} urls
 * @returns {Promise<{ index: number, score: number }[][]>} the five best of each, in order
 */
export async function classifyServed(evaluate, urls) {
  const answers = [];
  for (let start = 0; start < urls.length; start += 10) {
    answers.push(
      ...(await evaluate(
        async (batch) => {
          const topFives = [];
          for (const url of batch) {
            const { predictions } = await classifier.classify(await library.forms.Blob(url));
            topFives.push(predictions.map(({ index, score }) => ({ index, score })));
          }
          return topFives;
        },
        urls.slice(start, start + 10),
      )),
    );
  }
  return answers;
}
