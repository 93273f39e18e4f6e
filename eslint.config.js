// What `tools/lint scripts` checks: ESLint's and typescript-eslint's recommended rules, and that no promise is left without
// somebody who waits for it. Types come from the tsconfig.json nearest to each file.
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// node:test waits for its tests itself.
const awaitedByNode = [
  { from: 'package', package: 'node:test', name: ['test', 'describe'] },
  { from: 'file', name: 'describeUnless', path: 'wasm-tests/browser/in_every_engine.mjs' },
];

export default tseslint.config(
  { ignores: ['**/node_modules/', 'build/', 'dist/', '.cache/', '**/*.d.ts'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // `condition && call()` and `a ? b() : c()` are statements here.
      '@typescript-eslint/no-unused-expressions': [
        'error',
        { allowShortCircuit: true, allowTernary: true },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}', 'tools/**/*.{js,mjs}', 'wasm-tests/**/*.mjs'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-undef': 'off', // tsc knows the names of each place; this rule does not
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: awaitedByNode },
      ],
    },
  },
);
