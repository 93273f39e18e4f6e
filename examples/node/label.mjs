// Labels pictures under Node, one JSON object a line:  node label.mjs [--model FILE] PICTURE...
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { createClassifier } from 'glance';

const {
  values: { model },
  positionals,
} = parseArgs({ options: { model: { type: 'string' } }, allowPositionals: true });
const classifier = await createClassifier({ model });
await Promise.all(
  positionals.map(async (file) => {
    try {
      const { predictions } = await classifier.classify(await readFile(file), { topK: 3 });
      console.log(JSON.stringify({ file, predictions }));
    } catch ({ code, message }) {
      console.log(JSON.stringify({ file, error: { code, message } }));
      process.exitCode = 1;
    }
  }),
);
classifier.close();
