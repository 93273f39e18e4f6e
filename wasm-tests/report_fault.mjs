// Figures of the fault table (tools/faults/fault_table.py): a test whose title begins with `fault N:` tells what it measured, and
// `make faults` gathers it.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Appends a line to a file in the folder GLANCE_FAULTS; does nothing when that is not set.
 * @param {number} fault row of the table
 * @param {string} figure in words, such as '10 of 10 recover'
 * @param {string} [build] where it was measured, such as the name of an engine
 */
export function reportFault(fault, figure, build = '') {
  const folder = process.env.GLANCE_FAULTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(
    join(folder, `javascript-${process.pid}.jsonl`),
    `${JSON.stringify({ fault, figure, build })}\n`,
  );
}
