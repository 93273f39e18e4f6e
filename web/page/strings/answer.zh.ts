// Texts of an answer, in Chinese. answer.en.js has the same keys.
export const answerTexts = Object.freeze({
  look: '细看',
  lookAt: (name) => `细看 ${name}`,
  notSure: '不太确定。',
  unsure: Object.freeze({
    close: ([one, other]) => `“${one}”和“${other}”几乎同样可能。`,
    spread: (_labels, percent) => `可能的标签很多，最好的也只有 ${percent}。`,
  }),
  noneReaches: (threshold, label, percent) =>
    `没有标签达到 ${threshold}。最可能的是“${label}”，${percent}。`,
});
