import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instance } from '$lib/instance/instance';
import { readAttached } from '$lib/instance/node/add-notebook-file';
import { bundleExtension } from '$lib/instance/share/notebook-bundle';
import { packBundle } from '$lib/instance/share/pack-bundle';
import { sharedResults, type SharedResults } from '$lib/instance/share/shared-results';
import { hashOf } from '$lib/base/hash';
import { withAttachment } from '$lib/notebook/attachments';
import { readHeader } from '$lib/notebook/header';
import type { Notebook } from '$lib/notebook/notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { readNotebookFile, replaceFile } from '../notebook-file';
import { homeOf, withHistory } from '../open-instance';
import { UsageError } from '../usage-error';
import type { ExitStatus, Verb } from '../verb';

export const notebookBundle: Verb = {
  name: 'notebook bundle',
  summary: 'Pack a notebook with its files and results into one file',
  details:
    'Nothing is run: the results are those that the history beside FILE has. The bundle opens in a browser, which shows\n' +
    'them before anything runs, and runs here as -f NAME.dagbook with a history of its own.',
  argument: 'FILE',
  options: {
    out: { type: 'string', short: 'o', value: 'FILE', help: 'Where to write; default: beside FILE' },
    asset: { type: 'string', value: 'KEY', multiple: true, help: 'Only the results of these assets' },
    'no-results': { type: 'boolean', help: 'Leave the results out' },
    'no-files': { type: 'boolean', help: 'Leave the attached files out' },
    history: { type: 'boolean', help: 'The newest runs too, with their logs' },
    force: { type: 'boolean', help: 'Write over a file that is there' },
  },
  async run({ out, asset, 'no-results': noResults, 'no-files': noFiles, history, force }, file = '') {
    const { text, notebook } = await readNotebookFile(file);
    const path = (out as string | undefined) ?? file.replace(/(\.nb\.ts)?$/, bundleExtension);
    if (existsSync(path) && !force)
      throw new UsageError(`${path} is there already`, {
        remedy: 'Name another file with --out, or write over it with --force.',
      });
    const { source, files } = await withFiles(file, text, notebook);

    const pack = async (id: string, shared: SharedResults, instance: PackPort): Promise<ExitStatus> => {
      const keys = shared.assets.map(({ key }) => key);
      const wanted = (asset as readonly string[] | undefined) ?? keys;
      const unknown = wanted.find((key) => !keys.includes(key));
      if (unknown !== undefined)
        throw new UsageError(`No asset ${unknown} is known of ${file}`, {
          remedy: 'Materialize it first: a bundle has what is there already.',
        });
      const choice = {
        attachments: noFiles !== true,
        assets: noResults ? [] : wanted,
        history: history === true,
      };
      const bytesOf = new Map(files.map(({ hash, bytes }) => [hash, bytes]));
      const port = {
        ...instance,
        attachedFile: async (hash: string) => bytesOf.get(hash) ?? (await instance.attachedFile(hash)),
      };
      const attachments = files.map(({ bytes, ...rest }) => ({ ...rest, size: bytes.length }));
      const pieces = await Array.fromAsync(packBundle(port, { id, source, attachments }, shared, choice));
      const bytes = Buffer.concat(pieces);
      await replaceFile(path, bytes);
      const count = shared.results.filter(({ event }) => choice.assets.includes(event!.assetKey!)).length;
      console.log(`Wrote ${path}, ${bytes.length} bytes, ${count} results.`);
      return 0;
    };

    if (!existsSync(homeOf(file))) return pack('', { assets: [], results: [] }, nothingKept);
    return withHistory(file, async ({ instance, location = '' }) =>
      pack(location, await sharedResults(instance, location), instance),
    );
  },
};

/** The files that lie beside the notebook, and its text with the hashes that they have now. */
async function withFiles(file: string, text: string, notebook: Notebook) {
  const paths = Object.keys(readHeader(notebook).header.attachments);
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readAttached(dirname(file), path);
      return { path, bytes, hash: hashOf(bytes) };
    }),
  );
  const attached = files.reduce((before, { path, hash }) => withAttachment(before, path, hash), notebook);
  return { source: attached === notebook ? text : writeNotebook(attached), files };
}

type PackPort = Pick<Instance, 'attachedFile' | 'value' | 'listRuns' | 'runEvents'>;

/** What a home that does not exist has. */
const nothingKept: PackPort = {
  attachedFile: async () => undefined,
  value: async () => undefined,
  listRuns: async () => [],
  runEvents: async () => [],
};
