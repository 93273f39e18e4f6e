// The types of the library and of the custom element, made from their sources with their documentation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { generateDtsBundle } from 'dts-bundle-generator';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const made = new Map(); // by root: the compiler takes seconds

/** @param {string} root of the checkout @returns {Promise<string>} glance.d.ts; rejects when the sources have an error of types */
export function libraryTypes(root) {
  if (!made.has(root)) made.set(root, makeLibraryTypes(root));
  return made.get(root);
}

async function makeLibraryTypes(root) {
  const entry = join(root, 'web/library/glance.ts');
  const [text] = generateDtsBundle([{ filePath: entry, output: { noBanner: true } }], {
    preferredConfigPath: join(root, 'web/tsconfig.json'),
  });
  const declarations = text.replace(/^export \{\};\n/m, '');
  return formatted(
    root,
    `// Types of dist/glance.js and of the npm package.\n\n/// <reference lib="esnext.disposable" />\n\n${declarations}`,
  );
}

/** @param {string} root of the checkout @returns {Promise<string>} element.d.ts, which imports the library's types from glance.js */
export async function elementTypes(root) {
  const source = readFileSync(join(root, 'web/package/element.ts'), 'utf8');
  const { outputText, diagnostics } = ts.transpileDeclaration(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const [problem] = diagnostics ?? [];
  if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  return formatted(root, outputText.replaceAll("'./glance.ts'", "'./glance.js'"));
}

async function formatted(root, text) {
  return format(text, { ...(await resolveConfig(join(root, 'web'))), parser: 'typescript' });
}
