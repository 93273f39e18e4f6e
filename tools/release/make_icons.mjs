#!/usr/bin/env node
// Draws web/icons/*.png from web/icons/icon.svg: with its rounded corners for most, and for phones that cut icons to a shape
// of their own (maskable) on the whole square. The sign is within the circle that is never cut (80 % of the side).
//   node tools/release/make_icons.mjs
// Needs Chromium at /usr/bin/chromium (or CHROMIUM=PATH).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const icons = new URL('../../web/icons/', import.meta.url);
const rounded = readFileSync(new URL('icon.svg', icons), 'utf8');
const whole = rounded.replace(' rx="14"', '');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const { name, svg, size } of [
    { name: 'icon-192', svg: rounded, size: 192 },
    { name: 'icon-512', svg: rounded, size: 512 },
    { name: 'maskable-512', svg: whole, size: 512 },
  ]) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.goto(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    await page.screenshot({
      path: fileURLToPath(new URL(`${name}.png`, icons)),
      omitBackground: true,
    });
    await page.close();
  }
} finally {
  await browser.close();
}
