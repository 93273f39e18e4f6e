// The page and the command line have a writer of XMP sidecars each: for the same labels they write the same bytes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { sidecarsOf } from '../../web/page/export/sidecars.ts';
import { commandLine, modelUrl, samples } from '../browser/places.mjs';

const pictures = ['coffee.png', 'chelsea.png', 'camera.png'];
const needs = [commandLine, modelUrl, ...pictures.map((name) => new URL(name, samples))];
const absent = needs.find((url) => !existsSync(url));
const folder = mkdtempSync(join(tmpdir(), 'glance-sidecars-'));
after(() => rmSync(folder, { recursive: true }));

for (const language of ['en', 'zh'])
  test(
    `sidecars of both are equal, with labels in ${language}`,
    { skip: absent && process.env.CI !== 'true' && `${absent.href} does not exist (make page)` },
    () => {
      const copies = pictures.map((name) => join(folder, `${language}-${name}`));
      pictures.forEach((name, i) => cpSync(new URL(name, samples), copies[i]));
      const options = ['--format', 'json', '--lang', language, '--model', fileURLToPath(modelUrl)];
      const { stdout, stderr, status } = spawnSync(
        fileURLToPath(commandLine),
        ['tag', ...options, ...copies],
        { encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      const records = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.equal(records.length, pictures.length);
      for (const { file, sidecar, keywords } of records) {
        assert.ok(keywords.length >= 2, file);
        const [{ text }] = sidecarsOf([{ file, path: keywords }]);
        assert.equal(readFileSync(sidecar, 'utf8'), text, file);
      }
    },
  );
