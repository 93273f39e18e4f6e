// `make bench`: see harness/arguments.mjs for what it does. Progress goes to stderr, the tables to stdout.
// Exit status: 0 measured, 1 not (the reason is said), 2 wrong usage.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, usage } from './harness/arguments.mjs';
import { root } from './harness/place.mjs';
import { writeReport } from './harness/report.mjs';

async function main() {
  let options;
  try {
    options = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { runBenchmark } = await import('./harness/run.mjs');
  const results = await runBenchmark(options, (line) => process.stderr.write(`${line}\n`));
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(join(root, options.json), `${JSON.stringify(results, null, 1)}\n`);
  const report = writeReport(results);
  if (options.write) {
    const path = join(root, 'docs/benchmarks/side-by-side.md');
    writeFileSync(
      path,
      `# Side by side

${report}
`,
    );
  }
  process.stdout.write(`${report}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
