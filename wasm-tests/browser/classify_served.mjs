// Classifies many pictures of the server, in the page of pages/library.

const batchSize = 10; // one call of evaluate has a time limit

/** Runs in the page: replaces its classifier. @param {string} model its URL */
export async function useModel(model) {
  classifier.close();
  globalThis.classifier = await library.createClassifier({ model });
}

/**
 * @param {(code: any, ...args: any[]) => Promise<any>} evaluate of inLibraryPage
 * @param {string[]} urls of pictures on the page's own server
 * @returns {Promise<{ index: number, score: number }[][]>} the five best of each, in order
 */
export async function classifyServed(evaluate, urls) {
  const answers = [];
  for (let start = 0; start < urls.length; start += batchSize) {
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
        urls.slice(start, start + batchSize),
      )),
    );
  }
  return answers;
}
