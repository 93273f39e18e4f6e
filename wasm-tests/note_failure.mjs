// Loaded before each file of tests: notes the file where run.mjs asks for it when a test of it failed.
import { appendFileSync } from 'node:fs';

const [, file] = process.argv;
if (process.env.GLANCE_FAILED_FILES && file?.endsWith('.test.mjs')) {
  process.on('exit', (code) => {
    if ((process.exitCode ?? code) !== 0) appendFileSync(process.env.GLANCE_FAILED_FILES, `${file}\n`);
  });
}
