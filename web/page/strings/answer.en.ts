// Texts of an answer, in English. answer.zh.js has the same keys.
export const answerTexts = Object.freeze({
  look: 'Look closer',
  lookAt: (name) => `Look closer at ${name}`,
  notSure: 'Not sure. ',
  unsure: Object.freeze({
    close: ([one, other]) => `It could just as well be “${one}” as “${other}”.`,
    spread: (_labels, percent) => `Many labels are possible: even the best has only ${percent}.`,
  }),
  noneReaches: (threshold, label, percent) =>
    `Nothing reaches ${threshold}. The best guess is “${label}” with ${percent}.`,
});
