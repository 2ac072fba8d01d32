import { asset } from '$app/paths';
import { DagbookError } from '../../base/errors';
import { hashOf } from '../../base/hash';
import { randomId } from '../../base/ids';
import type { Instance, NotebookDocument } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import type { Example } from './examples';
import { readNotebookFile } from './read-notebook-file';

async function fetched(path: string): Promise<Response> {
  const response = await fetch(asset(path));
  if (!response.ok) {
    throw new DagbookError(`${path} could not be read (HTTP ${response.status})`, {
      name: 'ExampleNotFound',
      remedy: 'Reload the page; if it stays away, this copy of the app was built without its examples.',
    });
  }
  return response;
}

/** The `.nb.ts` text of an example. */
export const exampleText = async (example: Example): Promise<string> =>
  (await fetched(example.source)).text();

/** Makes a notebook of an example, its `text` and its files, unless it is there already. */
export async function createExample(
  instance: Pick<Instance, 'createNotebook'>,
  example: Example,
  text: Promise<string> = exampleText(example),
  id = randomId(),
): Promise<NotebookDocument> {
  const files = Object.entries(example.files).map(async ([path, address]) => ({
    path,
    bytes: new Uint8Array(await (await fetched(address)).arrayBuffer()),
  }));
  return instance.createNotebook({ id, source: await text, files: await Promise.all(files) });
}

/** Notebooks made of files. */
export interface BroughtIn {
  readonly ids: readonly string[];
  /** What each of them was made of; absent where it was there before. */
  readonly files?: readonly File[];
  /** What could not be taken over as it was. */
  readonly notes: readonly string[];
}

/**
 * Makes a notebook of every notebook among `files`, of whatever format. Other files that came along are attached where
 * there is one notebook to attach them to.
 */
export async function openFiles(instance: Instance, files: readonly File[]): Promise<BroughtIn> {
  const sources = await Promise.all(files.map(readNotebookFile));
  const isOne = sources.filter((source) => source !== undefined).length === 1;
  const others = isOne ? files.filter((_, at) => sources[at] === undefined) : [];
  const attached = await Promise.all(
    others.map(async (file) => ({ path: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const found = sources.filter((source) => source !== undefined);
  if (found.length === 0) {
    throw new DagbookError(m.home_not_a_notebook({ name: files[0]?.name ?? '' }), {
      name: 'NotANotebook',
      remedy: m.home_not_a_notebook_remedy(),
    });
  }
  const made = found.map(({ source, files = [], received }) =>
    instance.createNotebook({
      ...{ id: randomId(), source, isForeign: true, received },
      files: [...files, ...attached],
    }),
  );
  return {
    ids: (await Promise.all(made)).map(({ id }) => id),
    files: files.filter((_, at) => sources[at] !== undefined),
    notes: found.flatMap(({ notes }) => notes),
  };
}

/**
 * Makes a notebook of the link that the page was opened by, and answers its id; undefined where it is no such link. The
 * same link is the same notebook, as it is by now. Throws `BrokenLink`.
 */
export async function openLink(
  instance: Pick<Instance, 'createNotebook'>,
  fragment: string,
): Promise<string | undefined> {
  if (!fragment.startsWith('code=')) return undefined;
  const { fromFragment } = await import('../../notebook/formats/source-link');
  const source = await fromFragment(fragment);
  if (source === undefined) return undefined;
  const id = `link-${hashOf(source).slice(0, 16)}`;
  return (await instance.createNotebook({ id, source, isForeign: true })).id;
}

/** Makes a notebook with a title, the import that a first asset needs, and one empty cell; answers its id. */
export async function newNotebook(instance: Instance, title: string): Promise<string> {
  const header = JSON.stringify({ format: 1, title });
  const source = `// %% [notebook] ${header}\n\n// %%\nimport { asset } from "dagbook";\n\n// %%\n`;
  return (await instance.createNotebook({ id: randomId(), source })).id;
}
