// What the page keeps of a model in use. Its texts may come from a stranger's file: they are made short, and without the
// characters that would turn around or break up the sentence that they stand in.

const longestName = 60;
const longestText = 160;
const exampleCount = 3;

/**
 * @param {import('../../library/glance.ts').Classifier} classifier
 * @param {readonly string[]} languages of the page
 * @returns {import('../state/state.ts').Model} of this visit, until it is known to be more
 */
export function describedBy(classifier, languages) {
  const { model } = classifier;
  const source = Object.entries(model.source).map(([key, text]) => [key, tidy(text, longestText)]);
  const examples = languages.map((language) => [language, firstLabels(classifier, language)]);
  return Object.freeze({
    ...model,
    name: tidy(model.name, longestName),
    license: tidy(model.license, longestText),
    source: Object.fromEntries(source),
    origin: 'visit',
    examples: Object.fromEntries(examples),
  });
}

function firstLabels(classifier, language) {
  const count = Math.min(exampleCount, classifier.model.classes);
  return Array.from({ length: count }, (_, index) =>
    tidy(classifier.labelOf(index, language), longestName),
  );
}

/** @param {string} text of anybody @returns {string} of at most `longest` characters, on one line, in its own direction */
export function tidy(text, longest = longestName) {
  const plain = text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim();
  const characters = Array.from(plain);
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}
