#!/usr/bin/env node
// Counts how often the answers that the page calls sure are right, and how often those that it calls "not sure". The thresholds
// of web/page/state/predictions.ts come from it. Each picture is named INDEX_name, where INDEX is its right class.
//   node tools/bench/measure_certainty.mjs [--model FILE] [--pictures FOLDER]
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import '../register_typescript.mjs';

const { certaintyOf } = await import('../../web/page/state/predictions.ts');

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'build/models/efficientnet-lite0.safetensors' },
    pictures: { type: 'string', default: '../shared/data/pictures' },
  },
});
const everyClass = '1000'; // the most that the command line prints

/** Shannon entropy in bits. @param {{ score: number }[]} predictions of every class */
function entropyOf(predictions) {
  return predictions.reduce(
    (sum, { score }) => (score > 0 ? sum - score * Math.log2(score) : sum),
    0,
  );
}

function answersOf(files) {
  const options = ['classify', '--model', values.model, '--format', 'json', '--top-k', everyClass];
  const output = execFileSync('build/native/glance', [...options, ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function report(name, answers) {
  const right = answers.filter(({ isRight }) => isRight).length;
  const share = answers.length > 0 ? `${((100 * right) / answers.length).toFixed(1)} %` : '-';
  console.log(`${name.padEnd(9)} ${String(answers.length).padStart(4)} pictures, ${share} right`);
}

const names = readdirSync(values.pictures).sort();
const answers = answersOf(names.map((name) => join(values.pictures, name))).map(
  ({ predictions }, i) => ({
    isRight: predictions[0].index === Number.parseInt(names[i], 10),
    certainty: certaintyOf({ predictions, entropy: entropyOf(predictions) }),
  }),
);
report(
  'sure',
  answers.filter(({ certainty }) => certainty === 'sure'),
);
report(
  'not sure',
  answers.filter(({ certainty }) => certainty !== 'sure'),
);
for (const kind of ['close', 'spread'])
  report(
    `  ${kind}`,
    answers.filter(({ certainty }) => certainty === kind),
  );
