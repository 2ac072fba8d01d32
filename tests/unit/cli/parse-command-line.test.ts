import { describe, expect, test } from 'vitest';
import { helpOnAll, helpOnVerb } from '../../../src/cli/help-text';
import { parseCommandLine } from '../../../src/cli/parse-command-line';
import { UsageError } from '../../../src/cli/usage-error';
import { fileOption, jsonOption, type Verb } from '../../../src/cli/verb';
import { verbs as allVerbs } from '../../../src/cli/verbs';

const verb = (name: string, more: Partial<Verb> = {}): Verb => ({
  name,
  summary: `Does ${name}`,
  options: { json: jsonOption },
  run: () => Promise.resolve(0),
  ...more,
});
const materialize = verb('asset materialize', {
  options: { file: fileOption, select: { type: 'string', value: 'SEL', help: 'Which' }, json: jsonOption },
});
const show = verb('run show', { argument: '[ID]' });
const remove = verb('run delete', { argument: 'ID' });
const verbs = [materialize, show, remove];
const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean), verbs);

test.each([
  ['asset materialize -f a.nb.ts --select *x --json', { file: 'a.nb.ts', select: '*x', json: true }],
  ['asset materialize --file=a.nb.ts', { file: 'a.nb.ts' }],
  ['run show', {}],
])('%s', (line, values) => {
  expect(parse(line)).toMatchObject({ type: 'verb', values });
});

test('an argument stands without an option', () => {
  expect(parse('run show 42 --json')).toMatchObject({ verb: show, argument: '42', values: { json: true } });
});

test.each([
  ['', { type: 'help', words: '' }],
  ['--help', { type: 'help', words: '' }],
  ['asset', { type: 'help', words: 'asset' }],
  ['run --help', { type: 'help', words: 'run' }],
  ['asset materialize --help', { type: 'help', verb: materialize }],
  ['asset materialize --nonsense -h', { type: 'help', verb: materialize }],
  ['--version', { type: 'version' }],
])("'%s' asks for help or the version", (line, expected) => {
  expect(parse(line)).toMatchObject(expected);
});

test.each([
  ['assets', "no command 'assets'"],
  ['asset wipe -f a', "no command 'asset wipe'"],
  ['--nonsense', 'no command'],
  ['asset materialize', '--file FILE is missing'],
  ['asset materialize -f', "'-f, --file <value>' argument missing"],
  ['asset materialize -f a --nonsense', "Unknown option '--nonsense'"],
  ['asset materialize -f a b', "'b' is one word too many"],
  ['run show 1 2', "'2' is one word too many"],
  ['run delete', 'ID is missing'],
])("'%s' is a usage error with a remedy", (line, message) => {
  const parsed = () => parse(line);
  expect(parsed).toThrow(UsageError);
  expect(parsed).toThrow(message);
  expect(parsed).toThrow(expect.objectContaining({ remedy: expect.stringContaining('--help') }));
});

describe('help', () => {
  test('lists every command with what it does', () => {
    for (const { name, summary } of verbs)
      expect(helpOnAll(verbs)).toMatch(new RegExp(`${name} +${summary}`));
  });
  test('shows required options in the usage line and every option below', () => {
    const text = helpOnVerb(materialize);
    expect(text).toContain('Usage: dagbook asset materialize --file FILE [OPTIONS]');
    expect(text).toMatch(/-f, --file FILE {2,}/);
    expect(text).toMatch(/ {4}--select SEL {2}Which/);
  });
});

test.each(allVerbs.map((each) => [each.name, each] as const))('%s has help', (name, each) => {
  const asked = parseCommandLine([...name.split(' '), '--help'], allVerbs);
  expect(asked).toMatchObject({ type: 'help', verb: each });
  expect(helpOnVerb(each)).toContain(`Usage: dagbook ${name}`);
  expect(helpOnAll(allVerbs)).toContain(`  ${name} `);
});
