import { expect, test } from 'vitest';
import { serializeError } from '$lib/base/errors';
import { launchFields } from '../../../src/cli/launch-options';
import { parseCommandLine } from '../../../src/cli/parse-command-line';
import { showError } from '../../../src/cli/show-error';
import { verbs } from '../../../src/cli/verbs';

const materialize = ['asset', 'materialize', '-f', 'a.nb.ts'];

/** What stands on the terminal. */
function told(words: readonly string[]): string {
  try {
    const invocation = parseCommandLine(words, verbs);
    if (invocation.type === 'verb') launchFields(invocation.values);
    return 'fine';
  } catch (error) {
    return showError(serializeError(error));
  }
}

test.each<[words: readonly string[], message: string, remedy: string]>([
  [['bake'], `There is no command 'bake'.`, `dagbook --help lists the commands.`],
  [['asset', 'bake'], `There is no command 'asset bake'.`, `dagbook --help lists the commands.`],
  [
    ['asset', 'materialise'],
    `There is no command 'asset materialise'. Did you mean "asset materialize"?`,
    `dagbook --help lists the commands.`,
  ],
  [['--verbose'], `There is no command '--verbose'.`, `dagbook --help lists the commands.`],
  [
    ['asset', 'materialize'],
    `--file FILE is missing`,
    `dagbook asset materialize --help shows how it is written.`,
  ],
  [
    ['asset', 'materialize', '-f'],
    `Option '-f, --file <value>' argument missing`,
    `dagbook asset materialize --help shows how it is written.`,
  ],
  [
    [...materialize, '--selct', 'a'],
    `Unknown option '--selct'. Did you mean --select?`,
    `dagbook asset materialize --help shows how it is written.`,
  ],
  [
    [...materialize, '-x'],
    `Unknown option '-x'`,
    `dagbook asset materialize --help shows how it is written.`,
  ],
  [
    [...materialize, '--json=yes'],
    `Option '--json' does not take an argument`,
    `dagbook asset materialize --help shows how it is written.`,
  ],
  [
    [...materialize, 'cake'],
    `'cake' is one word too many`,
    `dagbook asset materialize --help shows how it is written.`,
  ],
  [['run', 'delete'], `ID is missing`, `dagbook run delete --help shows how it is written.`],
  [['run', 'export'], `ID is missing`, `dagbook run export --help shows how it is written.`],
  [['backfill', 'retry'], `ID is missing`, `dagbook backfill retry --help shows how it is written.`],
  [
    ['instance', 'salvage', 'dagbook.db'],
    `'dagbook.db' is one word too many`,
    `dagbook instance salvage --help shows how it is written.`,
  ],
  [
    ['instance', 'setaside'],
    `There is no command 'instance setaside'. Did you mean "instance set-aside"?`,
    `dagbook --help lists the commands.`,
  ],
  [
    ['run', 'delete', '1', '2'],
    `'2' is one word too many`,
    `dagbook run delete --help shows how it is written.`,
  ],
  [
    ['job', 'execute', '-f', 'a.nb.ts'],
    `--job NAME is missing`,
    `dagbook job execute --help shows how it is written.`,
  ],
  [
    [...materialize, '--config-json', '{sugar: 1}'],
    `--config-json is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
    `Write a JSON object in single quotes: '{"name": "value"}'.`,
  ],
  [
    [...materialize, '--config-json', '[1]'],
    `--config-json takes a JSON object, not [1]`,
    `Write a JSON object in single quotes: '{"name": "value"}'.`,
  ],
  [
    [...materialize, '--config-json', '"sweet"'],
    `--config-json takes a JSON object, not "sweet"`,
    `Write a JSON object in single quotes: '{"name": "value"}'.`,
  ],
  [
    [...materialize, '--tags', '{"team": 1}'],
    `--tags: the value of team is not text`,
    `Put it in double quotes.`,
  ],
  [
    [...materialize, '--tags', 'null'],
    `--tags takes a JSON object, not null`,
    `Write a JSON object in single quotes: '{"name": "value"}'.`,
  ],
])('%j', (words, message, remedy) => {
  expect(told(words)).toBe(`${message}\n  ${remedy}`);
});
