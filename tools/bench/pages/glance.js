// Glance, by its public library. Its inference is timed by itself (`timings.infer`), in its worker.

export async function open({ model, sha256, threads, backend }) {
  const { createClassifier, shippedModels } = await import('/dist/glance.js');
  const shipped = shippedModels.find((description) => description.sha256 === sha256);
  const classifier = await createClassifier({ model: shipped ?? model, sha256, threads, backend });
  const classes = classifier.model.classes;
  const scoresOf = ({ predictions }) => {
    const scores = new Array(classes).fill(0);
    for (const { index, score } of predictions) scores[index] = score;
    return scores;
  };
  let last;
  return {
    facts: () => ({ backend: last.backend }),
    classify: async (blob) => scoresOf(await classifier.classify(blob)),
    scores: async ({ pixels }) => scoresOf(await classifier.classify(pixels, { topK: classes })),
    async run({ pixels }) {
      last = await classifier.classify(pixels);
      return { ms: last.timings.infer };
    },
  };
}
