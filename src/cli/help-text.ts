import { alignColumns } from './align-columns';
import type { Option, Verb } from './verb';

const help: Option = { type: 'boolean', short: 'h', help: 'Show this help' };

/** What `dagbook --help`, or `dagbook WORD --help`, prints. */
export function helpOnAll(verbs: readonly Verb[]): string {
  return [
    'Usage: dagbook COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...indented(alignColumns(verbs.map(({ name, summary }) => [name, summary]))),
    '',
    ...indented(alignColumns([['--version', 'Show the version']])),
    '',
    'dagbook COMMAND --help shows the options of a command.',
    'Exit status: 0 success, 1 the run failed, 2 wrong usage or definitions.',
    'History and values are kept in DAGBOOK_HOME (default: .dagbook beside the notebook).',
  ].join('\n');
}

export function helpOnVerb({ name, summary, details, argument, options }: Verb): string {
  const required = Object.entries(options).filter(([, option]) => option.required);
  const usage = [
    'dagbook',
    name,
    ...required.map(([key, option]) => `--${key} ${option.value}`),
    '[OPTIONS]',
    argument,
  ];
  const rows = Object.entries({ ...options, help }).map(([key, { short, value, help }]) => [
    `${short ? `-${short}, ` : '    '}--${key}${value ? ` ${value}` : ''}`,
    help,
  ]);
  return [
    `Usage: ${usage.filter(Boolean).join(' ')}`,
    '',
    `${summary}.${details ? `\n${details}` : ''}`,
    '',
    ...indented(alignColumns(rows)),
  ].join('\n');
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
