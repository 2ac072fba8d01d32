import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';

/** Files may be longer than 300 lines only by name, with the reason; none past 500. */
const longer = [];

export default [
  {
    ignores: [
      'build/',
      'dist/',
      '.svelte-kit/',
      'node_modules/',
      'src/lib/words/generated/',
      'tests/artefacts/',
      '.config/project.inlang/',
    ],
  },
  js.configs.recommended,
  ...typescript.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      // TypeScript knows which names exist.
      'no-undef': 'off',
    },
  },
  { files: longer, rules: { 'max-lines': ['error', { max: 500 }] } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // Links come from src/lib/components/links.ts, which resolves them.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  // These speak to a terminal.
  { files: ['.scripts/**', '.config/**', 'src/cli/**', 'tests/bench/**'], rules: { 'no-console': 'off' } },
  // A notebook's cells are read alone: what looks unused here is used by the notebook's reader.
  { files: ['**/*.nb.ts'], rules: { '@typescript-eslint/no-unused-vars': 'off', 'no-console': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
].filter(({ files }) => files === undefined || files.length > 0);
