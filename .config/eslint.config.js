import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default [
  {
    ignores: [
      'build/',
      'dist/',
      '.svelte-kit/',
      'node_modules/',
      'src/lib/words/generated/',
      'tests/artefacts/',
    ],
  },
  js.configs.recommended,
  ...typescript.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      // Names of files and cells are checked for control characters on purpose.
      'no-control-regex': 'off',
      // Addresses are made, and resolved, in src/lib/components/links.ts.
      'svelte/no-navigation-without-resolve': 'off',
      // TypeScript knows which names exist.
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // It does not see all the warnings that svelte-check gives.
      'svelte/no-unused-svelte-ignore': 'off',
    },
  },
  // One suite for all implementations stays in one file.
  { files: ['tests/contract/**'], rules: { 'max-lines': ['error', { max: 500 }] } },
  // These speak to a terminal, or stand in for the console.
  {
    files: [
      '.scripts/**',
      '.config/**',
      'src/cli/**',
      'tests/bench/**',
      'tests/soak/**',
      'src/lib/location/inside/**',
    ],
    rules: { 'no-console': 'off' },
  },
  // What looks unused in one cell is used by another one, or by its reader.
  { files: ['**/*.nb.ts'], rules: { '@typescript-eslint/no-unused-vars': 'off', 'no-console': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
];
