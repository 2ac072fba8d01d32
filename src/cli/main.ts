#!/usr/bin/env node
import { DagbookError, serializeError } from '$lib/base/errors';
import { version } from '../../package.json';
import { helpOnAll, helpOnVerb } from './help-text';
import { parseCommandLine } from './parse-command-line';
import { showError } from './show-error';
import type { ExitStatus } from './verb';
import { verbs } from './verbs';

async function main(words: readonly string[]): Promise<ExitStatus> {
  try {
    const invocation = parseCommandLine(words, verbs);
    if (invocation.type === 'version') console.log(version);
    else if (invocation.type === 'verb')
      return await invocation.verb.run(invocation.values, invocation.argument);
    else if (invocation.verb) console.log(helpOnVerb(invocation.verb));
    else console.log(helpOnAll(verbs.filter(({ name }) => name.startsWith(invocation.words))));
    return 0;
  } catch (error) {
    console.error(showError(serializeError(error)));
    if ((error as Error).name === 'DatabaseDamaged')
      console.error(
        '  dagbook instance restore FILE puts a backup in its place; instance salvage keeps what can be read;\n' +
          '  instance set-aside begins a new history. Each of them keeps the damaged file.',
      );
    if (!(error instanceof DagbookError)) console.error((error as Error).stack);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
