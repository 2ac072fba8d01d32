import { access, readFile } from 'node:fs/promises';
import { readForeign, notebookFormat } from '$lib/notebook/formats/read-foreign';
import { toFragment } from '$lib/notebook/formats/source-link';
import { writeIpynb } from '$lib/notebook/formats/write-ipynb';
import { writeMarkdown } from '$lib/notebook/formats/write-markdown';
import { writeScript } from '$lib/notebook/formats/write-script';
import type { Notebook } from '$lib/notebook/notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { replaceFile } from '../notebook-file';
import { UsageError } from '../usage-error';
import type { Verb } from '../verb';

const targets: Readonly<
  Record<string, { readonly ending: string; readonly write: (notebook: Notebook) => string }>
> = {
  dagbook: { ending: '.nb.ts', write: writeNotebook },
  ipynb: { ending: '.ipynb', write: writeIpynb },
  markdown: { ending: '.md', write: writeMarkdown },
  script: { ending: '.ts', write: writeScript },
};

export const notebookConvert: Verb = {
  name: 'notebook convert',
  summary: 'Make a notebook of another format, or of one another format',
  details:
    'Reads .nb.ts, .ipynb, Observable HTML, Markdown with fences, percent scripts and plain .ts or .js.\n' +
    'A link holds the notebook itself: it goes after the address of the page /notebook.',
  argument: 'FILE',
  options: {
    to: { type: 'string', value: 'FORMAT', help: 'dagbook (the default), ipynb, markdown, script or link' },
    out: { type: 'string', short: 'o', value: 'FILE', help: 'Where to write; default: beside FILE' },
    force: { type: 'boolean', help: 'Write over a file that is there' },
  },
  async run({ to = 'dagbook', out, force }, file = '') {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new UsageError(`${file} cannot be read`, { remedy: 'FILE names a notebook.', cause });
    });
    const format = notebookFormat(file, text);
    if (!format) {
      throw new UsageError(`${file} is no notebook of a known format`, {
        remedy: 'Known are .nb.ts, .ipynb, Observable .html, .md, .ts and .js.',
      });
    }
    const { notebook, notes } = readForeign(format, file, text);
    for (const note of notes) console.error(note);
    if (to === 'link') {
      const fragment = await toFragment(writeNotebook(notebook));
      if (fragment === undefined)
        throw new UsageError('The notebook is too long for a link', { remedy: 'Share the file itself.' });
      console.log(`#${fragment}`);
      return 0;
    }
    const target = targets[to as string];
    if (!target) {
      throw new UsageError(`--to ${String(to)} is no format`, {
        remedy: `Use ${Object.keys(targets).join(', ')} or link.`,
      });
    }
    const path = (out as string | undefined) ?? `${file.replace(/(\.nb|\.src)?\.\w+$/, '')}${target.ending}`;
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists && !force) {
      throw new UsageError(`${path} is there already`, {
        remedy: 'Name another file with --out, or write over it with --force.',
      });
    }
    await replaceFile(path, target.write(notebook));
    console.log(`Wrote ${path}.`);
    return 0;
  },
};
