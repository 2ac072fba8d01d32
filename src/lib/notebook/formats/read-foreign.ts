import { readHeader, untitled, withHeader } from '../header';
import type { Notebook } from '../notebook';
import { readNotebook } from '../read-notebook';
import { countOf, type Imported } from './imported';
import { isNotebookPage, pageSource } from './page-source';
import { readIpynb } from './read-ipynb';
import { readMarkdown } from './read-markdown';
import { readObservable } from './read-observable';
import { readPercent } from './read-percent';
import { readScript } from './read-script';

export type NotebookFormat = 'dagbook' | 'page' | 'ipynb' | 'observable' | 'markdown' | 'percent' | 'script';

/** The format of a file by its name, and by its text where the name leaves a choice; undefined for other files. */
export function notebookFormat(fileName: string, text: string): NotebookFormat | undefined {
  const name = fileName.toLowerCase();
  if (name.endsWith('.nb.ts')) return 'dagbook';
  if (name.endsWith('.ipynb')) return 'ipynb';
  if (/\.html?$/.test(name)) {
    if (isNotebookPage(text)) return 'page';
    return /<notebook\b/i.test(text) ? 'observable' : undefined;
  }
  if (/\.(?:md|livemd|markdown)$/.test(name)) return 'markdown';
  if (/^\/\/ %%+ \[notebook\]/m.test(text)) return 'dagbook';
  if (/\.[cm]?[tj]s$/.test(name)) return /^\/\/ ?%%/m.test(text) ? 'percent' : 'script';
  return undefined;
}

/** Reads a notebook of any format; one without a title is called as its file. Throws what that format's reader throws. */
export function readForeign(format: NotebookFormat, fileName: string, text: string): Imported {
  if (format === 'dagbook') return { notebook: readNotebook(text), notes: [] };
  if (format === 'page') return readPage(text);
  const { notebook, ...rest } = readers[format](text);
  return { notebook: titled(notebook, fileName), ...rest };
}

/** A page shows results and does not hold them, nor the attached files. */
function readPage(text: string): Imported {
  const notebook = readNotebook(pageSource(text));
  const files = Object.keys(readHeader(notebook).header.attachments).length;
  const note = `${countOf(files, 'attached file')} did not come with the page: attach them again`;
  return { notebook, notes: files > 0 ? [note] : [] };
}

function titled(notebook: Notebook, fileName: string): Notebook {
  if (readHeader(notebook).header.title !== untitled) return notebook;
  return withHeader(notebook, { title: fileName.replace(/^.*[/\\]/, '').replace(/(\.src)?\.\w+$/, '') });
}

const readers: Readonly<Record<Exclude<NotebookFormat, 'dagbook' | 'page'>, (text: string) => Imported>> = {
  ipynb: readIpynb,
  observable: readObservable,
  markdown: readMarkdown,
  percent: readPercent,
  script: readScript,
};
