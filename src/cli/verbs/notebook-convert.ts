import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readBundleFile } from '$lib/instance/node/add-notebook-file';
import { ipynbOutputs } from '$lib/instance/share/ipynb-outputs';
import { bundleExtension, type NotebookBundle } from '$lib/instance/share/notebook-bundle';
import { writePage } from '$lib/instance/share/page/write-page';
import { countOf } from '$lib/notebook/formats/imported';
import { readForeign, notebookFormat } from '$lib/notebook/formats/read-foreign';
import { toFragment } from '$lib/notebook/formats/source-link';
import { writeIpynb } from '$lib/notebook/formats/write-ipynb';
import { writeMarkdown } from '$lib/notebook/formats/write-markdown';
import { writeScript } from '$lib/notebook/formats/write-script';
import type { Notebook } from '$lib/notebook/notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { bundledResults, type KeptResults, withKeptResults } from '../kept-results';
import { replaceFile } from '../notebook-file';
import { UsageError } from '../usage-error';
import type { Verb } from '../verb';

interface Target {
  readonly ending: string;
  readonly write: (notebook: Notebook, kept: KeptResults) => string | Promise<string>;
}

const targets: Readonly<Record<string, Target>> = {
  dagbook: { ending: '.nb.ts', write: writeNotebook },
  html: {
    ending: '.html',
    write: (notebook, kept) => writePage({ source: writeNotebook(notebook), ...kept }),
  },
  ipynb: {
    ending: '.ipynb',
    write: async (notebook, { results, values }) => writeIpynb(notebook, await ipynbOutputs(results, values)),
  },
  markdown: { ending: '.md', write: writeMarkdown },
  script: { ending: '.ts', write: writeScript },
};

export const notebookConvert: Verb = {
  name: 'notebook convert',
  summary: 'Make a notebook of another format, or of one another format',
  details:
    'Reads .nb.ts, .dagbook, pages of --to html, .ipynb, Observable HTML, Markdown with fences, percent scripts and plain\n' +
    '.ts or .js. html and ipynb have the results that the history beside FILE, or the bundle, has; nothing is run.\n' +
    'A link holds the notebook itself: it goes after the address of the page /notebook.',
  argument: 'FILE',
  options: {
    to: {
      type: 'string',
      value: 'FORMAT',
      help: 'dagbook (the default), html, ipynb, markdown, script or link',
    },
    out: { type: 'string', short: 'o', value: 'FILE', help: 'Where to write; default: beside FILE' },
    force: { type: 'boolean', help: 'Write over a file that is there' },
  },
  async run({ to = 'dagbook', out, force }, file = '') {
    const bundle = file.endsWith(bundleExtension) ? await readBundleFile(file) : undefined;
    const notebook = bundle ? readNotebook(bundle.source) : await readFormat(file);
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
    // Only the notebook itself needs its files beside it.
    const files = bundle && to === 'dagbook' ? besideOf(path, bundle) : [];
    const taken = [path, ...files.map((each) => each.path)].find((each) => existsSync(each));
    if (taken !== undefined && !force) {
      throw new UsageError(`${taken} is there already`, {
        remedy: 'Name another file with --out, or write over it with --force.',
      });
    }
    const write = async (kept: KeptResults) => {
      for (const { path: beside, bytes } of files) {
        await mkdir(dirname(beside), { recursive: true });
        await replaceFile(beside, bytes);
      }
      await replaceFile(path, await target.write(notebook, kept));
      console.log(`Wrote ${path}.`);
      return 0 as const;
    };
    return bundle ? write(bundledResults(bundle)) : withKeptResults(file, write);
  },
};

/** The files of a bundle as they lie beside the notebook at `path`; their paths lead nowhere else. */
const besideOf = (path: string, { files }: NotebookBundle) =>
  files.map((file) => ({ path: join(dirname(path), file.path), bytes: file.bytes }));

/** Reads a notebook of any other format, and says what could not be taken over. */
async function readFormat(file: string): Promise<Notebook> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${file} cannot be read`, { remedy: 'FILE names a notebook.', cause });
  });
  const format = notebookFormat(file, text);
  if (!format) {
    throw new UsageError(`${file} is no notebook of a known format`, {
      remedy: 'Known are .nb.ts, .dagbook, .ipynb, Observable .html, .md, .ts and .js.',
    });
  }
  const { notebook, notes, outputs } = readForeign(format, file, text);
  for (const note of notes) console.error(note);
  if (outputs)
    console.error(`${countOf(outputs.size, 'cell')} had outputs: run the notebook to make them again`);
  return notebook;
}
