#!/usr/bin/env node
// Makes the pictures in docs/screenshots/ from the built page, dist/, with the sample pictures.
//   node tools/screenshots.mjs [--samples FOLDER] [--out FOLDER]
// Needs Chromium at /usr/bin/chromium (or CHROMIUM=PATH).
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '.cache/samples' },
    out: { type: 'string', default: 'docs/screenshots' },
  },
});

// Each view: its file name, the window and what the browser is told about its user.
const views = [
  { name: 'page', width: 1100, height: 900, colorScheme: 'light' },
  { name: 'page-dark', width: 1100, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
];

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Polls until the page is in `state` and has `count` answers. */
async function settled(page, count) {
  for (let i = 0; i < 600; i += 1) {
    const done = await page.evaluate(
      (want) => document.documentElement.dataset.state === 'ready' &&
        document.querySelectorAll('article li[data-index]').length >= want * 5, count);
    if (done) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('the page did not become ready in 60 s');
}

async function shoot(browser, view, pictures) {
  const page = await browser.newPage({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.colorScheme,
  });
  await page.goto(pathToFileURL(resolve('dist/index.html')).href);
  await settled(page, 0);
  await page.setInputFiles('#file-input', pictures);
  await settled(page, pictures.length);
  const path = join(values.out, `${view.name}.png`);
  await page.screenshot({ path });
  console.log(path);
  await page.close();
}

await mkdir(values.out, { recursive: true });
const names = (await readdir(values.samples)).sort();
const pictures = names.map((name) => join(values.samples, name));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: flags,
});
try {
  for (const view of views) await shoot(browser, view, pictures);
} finally {
  await browser.close();
}
