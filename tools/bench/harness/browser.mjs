// Starts a Chromium for the whole run. Each visit gets its own context, so that it has an empty cache and a new process.
import { readFileSync } from 'node:fs';
import { chromium as launcher } from 'playwright-core';
import { firstExisting } from '../../browsers/installed.mjs';

const executablePath = firstExisting([
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]);

/** `flags` are V8's. Rejects with what is missing. */
export async function openBrowser(flags = []) {
  if (!executablePath) throw new Error('Chromium is not installed (tools/setup browsers)');
  const browser = await launcher.launch({
    executablePath,
    args: flags.length > 0 ? [`--js-flags=${flags.join(' ')}`] : [],
    chromiumSandbox: process.getuid?.() !== 0, // Chromium has no sandbox for root
  });
  const devtools = await browser.newBrowserCDPSession();
  return {
    browser,
    version: browser.version(),
    largestResidentMiB: () => largestResidentMiB(devtools),
    close: () => browser.close(),
  };
}

/** A page in a context of its own; `use` is given the page. */
export async function inFreshPage({ browser }, use) {
  const context = await browser.newContext();
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

// The peak resident memory of the largest page process, with its shared libraries.
async function largestResidentMiB(devtools) {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(...renderers.map(({ id }) => peakResidentMiB(id)));
}

function peakResidentMiB(processId) {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0; // it has ended since
    throw error;
  }
}
