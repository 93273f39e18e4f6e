// Loaded before each file of tests: notes the file where run.mjs asks for it once all of its tests have passed.
import { appendFileSync } from 'node:fs';

const [, file] = process.argv;
if (process.env.GLANCE_PASSED_FILES && file?.endsWith('.test.mjs')) {
  process.on('exit', (code) => {
    if ((process.exitCode ?? code) === 0)
      appendFileSync(process.env.GLANCE_PASSED_FILES, `${file}\n`);
  });
}
