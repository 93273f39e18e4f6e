// What a person sees of the table and does with it.
import { poll } from '../../tools/browsers/time_limit.mjs';
import { savedFile } from './saved_file.mjs';

/** The rows of the table that are in the document, from top to bottom. */
export function rowsOf(session) {
  return session.evaluate(() =>
    [...document.querySelectorAll('#rows tr[data-file]')].map((row) => ({
      file: row.dataset.file,
      status: row.dataset.status,
      rowIndex: Number(row.getAttribute('aria-rowindex')),
      text: row.textContent,
      predictions: [...row.querySelectorAll('[data-index]')].map(({ dataset }) => ({
        index: Number(dataset.index),
        score: Number(dataset.score),
      })),
      thumbnail: {
        made: row.querySelector('canvas').dataset.made,
        width: row.querySelector('canvas').width,
        height: row.querySelector('canvas').height,
      },
    })),
  );
}

/** Waits until the rows satisfy `isWanted`: the page draws answers with the next frame. @returns the rows */
export function rowsWhen(session, what, isWanted) {
  return poll(
    what,
    async () => {
      const rows = await rowsOf(session);
      return isWanted(rows) && rows;
    },
    { limitMs: 60_000 },
  );
}

/** What the table says about itself and its columns. */
export function tableOf(session) {
  return session.evaluate(() => {
    const table = document.getElementById('table');
    const headers = [...table.querySelectorAll('[data-column]')].map((header) => [
      header.dataset.column,
      header.ariaSort ?? header.getAttribute('aria-sort'),
    ]);
    return {
      isShown: table.getClientRects().length > 0,
      rowCount: Number(table.getAttribute('aria-rowcount')),
      sort: Object.fromEntries(headers),
      articles: document.querySelectorAll('article').length,
      filterCount: document.getElementById('filter-count').textContent,
    };
  });
}

/** Types into the filter. */
export function filterBy(session, text) {
  return session.evaluate((typed) => {
    const field = document.getElementById('filter');
    field.value = typed;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

/** Presses a Save button. @returns {Promise<{ name: string, type: string, text: string, bom: boolean }>} the saved file */
export async function saved(session, format) {
  const selector = `[data-action="save"][data-format="${format}"]`;
  const { name, type, base64 } = await savedFile(session, selector);
  const bytes = Buffer.from(base64, 'base64');
  const bom = bytes.subarray(0, 3).toString('hex') === 'efbbbf';
  return { name, type, text: new TextDecoder().decode(bytes), bom };
}

/**
 * Saves the keywords. @returns {Promise<{ name: string, type: string, names: string[], keywords: string[][] }>} the ZIP: the names of
 * its files, and the keywords in each
 */
export async function savedKeywords(session) {
  const selector = '[data-action="save"][data-format="xmp"]';
  const { name, type, base64 } = await savedFile(session, selector);
  const zip = Buffer.from(base64, 'base64');
  const names = [];
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 1))
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  const sidecars = zip.toString('utf8').split('<?xml version').slice(1);
  const keywords = sidecars.map((xml) =>
    [...xml.matchAll(/<rdf:li>([^<]*)<\/rdf:li>/g)].map(([, keyword]) => keyword),
  );
  return { name, type, names, keywords };
}

/** The file of the row that has the focus, itself or a button in it; otherwise the id of the focused element. */
export function focusedRow(session) {
  return session.evaluate(
    () =>
      document.activeElement.closest('tr[data-file]')?.dataset.file ??
      `#${document.activeElement.id}`,
  );
}
