// Puts recorder.js into pages, for an engine that cannot run a script before those of the page.
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const recorderName = 'glance-test-recorder.js';

/** The HTML with recorder.js as its very first script, before the content policy. */
export function withRecorder(html) {
  const script = `<script src="${recorderName}"></script>`;
  return html.includes('<head>') ? html.replace('<head>', `<head>${script}`) : script + html;
}

/**
 * Copies the folder of a page from disk, with the recorder in the page. Does so once: it expects the folder not to change.
 * @param {string} url a file: URL of an HTML file
 * @param {string} copies an existing folder that receives the copy
 * @returns {string} the URL of the copy, with the same query and fragment
 */
export function copyRecorded(url, copies) {
  const original = new URL(url);
  const page = fileURLToPath(original);
  const copy = join(copies, page);
  if (!existsSync(copy)) {
    cpSync(dirname(page), dirname(copy), { recursive: true });
    copyFileSync(new URL('recorder.js', import.meta.url), join(dirname(copy), recorderName));
    writeFileSync(copy, withRecorder(readFileSync(page, 'utf8')));
  }
  return pathToFileURL(copy).href + original.search + original.hash;
}
