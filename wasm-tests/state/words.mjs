// What classifiers say and know, for tests of the page's state.

/** The words of a classifier whose class 7 is "en 7" and "zh 7", without groups. */
export const plainWords = {
  labelOf: (index, language) => `${language} ${index}`,
  namesOf: (index, language) => [`${language} ${index}`],
  groups: () => [],
};

const labels = {
  en: ['house cat', 'tiger cat, striped cat', 'catamaran', 'hot dog, red hot', 'beagle', 'wolf'],
  zh: ['家猫', '虎斑猫', '双体船', '热狗', '比格犬', '狼'],
};

/** The words of a classifier with six classes in a hierarchy. */
export const cats = {
  labelOf: (index, language) => labels[language][index].split(',')[0],
  namesOf: (index, language) => labels[language][index].split(', '),
  groups: (language = 'en') =>
    [
      { id: 'animal', en: 'animal', zh: '动物', parent: null, classes: [0, 1, 4, 5] },
      { id: 'cat', en: 'cat', zh: '猫', parent: 'animal', classes: [0, 1] },
      { id: 'dog', en: 'dog', zh: '狗', parent: 'animal', classes: [4] },
      { id: 'hound', en: 'hound', zh: '猎犬', parent: 'dog', classes: [4] },
      { id: 'vehicle', en: 'vehicle', zh: '交通工具', parent: null, classes: [2] },
      { id: 'food', en: 'food', zh: '食物', parent: null, classes: [3] },
    ].map(({ en, zh, ...group }) => ({ ...group, label: language === 'zh' ? zh : en })),
};

/** What a classifier answers when it is sure of one class. */
export function classificationOf(index, score = 1) {
  const answer = { label: '', score, index, group: null, unknown: false };
  return { predictions: [{ index, score }], answer };
}

/**
 * What the page keeps of an answer that is a class.
 * @param {object[]} predictions best first
 */
export function recognisedAs(predictions, names = []) {
  const { index, score, labels } = predictions[0] ?? { index: 0, score: 0, labels: {} };
  const answer = { labels, score, index, group: null, unknown: false };
  return { predictions, answer, path: [], groups: [], names };
}
