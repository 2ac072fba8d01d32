import { asset } from '$app/paths';
import { DagbookError } from '../../base/errors';
import { randomId } from '../../base/ids';
import type { Instance, NotebookDocument } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import type { Example } from './examples';

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

const isNotebook = (file: File): boolean => /\.nb\.ts$/.test(file.name);

/**
 * Makes a notebook of every `.nb.ts` among `files`; answers their ids. Other files that came along are attached where
 * there is one notebook to attach them to.
 */
export async function openFiles(instance: Instance, files: readonly File[]): Promise<readonly string[]> {
  const notebooks = files.filter(isNotebook);
  if (notebooks.length === 0) {
    throw new DagbookError(m.home_not_a_notebook({ name: files[0]?.name ?? '' }), {
      name: 'NotANotebook',
      remedy: m.home_not_a_notebook_remedy(),
    });
  }
  const others = notebooks.length === 1 ? files.filter((file) => !isNotebook(file)) : [];
  const attached = await Promise.all(
    others.map(async (file) => ({ path: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const made = notebooks.map(async (file) =>
    instance.createNotebook({ id: randomId(), source: await file.text(), files: attached }),
  );
  return (await Promise.all(made)).map(({ id }) => id);
}

/** Makes a notebook with a title and one empty cell; answers its id. */
export async function newNotebook(instance: Instance, title: string): Promise<string> {
  const source = `// %% [notebook] ${JSON.stringify({ format: 1, title })}\n\n// %%\n`;
  return (await instance.createNotebook({ id: randomId(), source })).id;
}

/** The file name of a notebook with this title. */
export const fileNameOf = (title: string): string =>
  `${
    title
      .trim()
      .replace(/[\s/\\:*?"<>|]+/g, '-')
      .slice(0, 80) || 'notebook'
  }.nb.ts`;

/** Gives `text` to the user as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/typescript' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
