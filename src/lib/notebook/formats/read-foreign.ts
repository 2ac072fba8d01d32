import { readHeader, untitled, withHeader } from '../header';
import type { Notebook } from '../notebook';
import { readNotebook } from '../read-notebook';
import type { Imported } from './imported';
import { readIpynb } from './read-ipynb';
import { readMarkdown } from './read-markdown';
import { readObservable } from './read-observable';
import { readPercent } from './read-percent';
import { readScript } from './read-script';

export type NotebookFormat = 'dagbook' | 'ipynb' | 'observable' | 'markdown' | 'percent' | 'script';

/** The format of a file by its name, and by its text where the name leaves a choice; undefined for other files. */
export function notebookFormat(fileName: string, text: string): NotebookFormat | undefined {
  const name = fileName.toLowerCase();
  if (name.endsWith('.nb.ts')) return 'dagbook';
  if (name.endsWith('.ipynb')) return 'ipynb';
  if (/\.html?$/.test(name)) return /<notebook\b/i.test(text) ? 'observable' : undefined;
  if (/\.(?:md|livemd|markdown)$/.test(name)) return 'markdown';
  if (/^\/\/ %%+ \[notebook\]/m.test(text)) return 'dagbook';
  if (/\.[cm]?[tj]s$/.test(name)) return /^\/\/ ?%%/m.test(text) ? 'percent' : 'script';
  return undefined;
}

/** Reads a notebook of any format; one without a title is called as its file. Throws what that format's reader throws. */
export function readForeign(format: NotebookFormat, fileName: string, text: string): Imported {
  if (format === 'dagbook') return { notebook: readNotebook(text), notes: [] };
  const { notebook, notes } = readers[format](text);
  return { notebook: titled(notebook, fileName), notes };
}

function titled(notebook: Notebook, fileName: string): Notebook {
  if (readHeader(notebook).header.title !== untitled) return notebook;
  return withHeader(notebook, { title: fileName.replace(/^.*[/\\]/, '').replace(/(\.src)?\.\w+$/, '') });
}

const readers: Readonly<Record<Exclude<NotebookFormat, 'dagbook'>, (text: string) => Imported>> = {
  ipynb: readIpynb,
  observable: readObservable,
  markdown: readMarkdown,
  percent: readPercent,
  script: readScript,
};
