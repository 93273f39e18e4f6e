// What the page knows of the pictures that are settled, as plain values to be written down. Docs: docs/export.md.

/**
 * @param {import('../state/state.ts').State} state
 * @returns {object[]} one record a picture, as they came: those that were answered, failed or were cancelled
 */
export function recordsOf({ pictures, settings }) {
  return pictures
    .filter(({ status }) => Object.hasOwn(outcomes, status))
    .map((picture) => {
      const { name, file, status } = picture;
      return { file: name, bytes: file.size, status, ...outcomes[status](picture, settings) };
    });
}

const outcomes = {
  done: ({ result }, { language, topK }) => ({
    width: result.width,
    height: result.height,
    predictions: result.predictions
      .slice(0, topK)
      .map(({ index, score, labels }) => ({ index, label: labels[language] ?? '', score })),
    timings_ms: result.timings,
    notes: result.notes.map(({ code }) => code),
    model: modelOf(result),
  }),
  failed: ({ failure: { code, message } }) => ({ error: { code, message } }),
  cancelled: () => ({}),
};

// At another resolution than the file's the crop has another size; `input_size` is what it was.
function modelOf({ model: { name, sha256, preprocessing, inputWidth, inputHeight } }) {
  return { name, sha256, preprocessing, input: { width: inputWidth, height: inputHeight } };
}
