// The npm package as `npm pack` makes it, and copies of the examples in which it is installed.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const packageFolder = process.env.GLANCE_PACKAGE ?? join(root, 'dist/package');
export const samples = join(root, '.cache/samples');
const tools = { vite: 'tools/package/node_modules/vite', esbuild: 'node_modules/esbuild' };

export function run(command, args, cwd = root) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** @returns {{ folder: string, tarball: string, remove: () => void }} a folder with what `npm pack` makes */
export function pack() {
  const folder = mkdtempSync(join(tmpdir(), 'glance-package-'));
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', folder, packageFolder]),
  );
  return {
    folder,
    tarball: join(folder, filename),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * @param {ReturnType<typeof pack>} packed
 * @param {string} name of a folder of examples/
 * @param {(keyof typeof tools)[]} [wanted] what the example is built with
 * @returns {string} a copy of it that has the package, unpacked as npm does
 */
export function copyOfExample({ folder, tarball }, name, wanted = []) {
  const copy = join(folder, name);
  cpSync(join(root, 'examples', name), copy, { recursive: true });
  mkdirSync(join(copy, 'node_modules/glance'), { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(copy, 'node_modules/glance')]);
  for (const tool of wanted) {
    const place = join(copy, 'node_modules', tool);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, tools[tool]), place);
  }
  return copy;
}

/** Why the browser tests cannot run, or null. */
export function missingFile() {
  const needed = [
    join(packageFolder, 'package.json'),
    join(samples, 'coffee.png'),
    join(root, tools.vite),
  ];
  const absent = needed.find((path) => !existsSync(path));
  return absent ? `${absent} is missing (make test-package brings it)` : null;
}
