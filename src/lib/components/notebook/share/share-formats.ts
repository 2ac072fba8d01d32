import { m } from '../../../words/generated/messages.js';
import type { SharedNotebook } from './shared-notebook';

/** A file that a notebook can be given away as. */
export interface ShareFormat {
  readonly label: () => string;
  readonly hint: () => string;
  readonly ending: string;
  readonly type: string;
  /** What writes it is loaded when it is asked for. */
  readonly write: (shared: SharedNotebook) => Promise<string>;
}

export const shareFormats: readonly ShareFormat[] = [
  {
    label: m.share_file,
    hint: m.share_file_hint,
    ending: '.nb.ts',
    type: 'text/typescript',
    write: async ({ notebook }) => (await import('../../../notebook/write-notebook')).writeNotebook(notebook),
  },
  {
    label: m.share_page,
    hint: m.share_page_hint,
    ending: '.html',
    type: 'text/html',
    write: async (shared) => (await import('./shared-notebook')).sharedPage(shared),
  },
  {
    label: m.share_ipynb,
    hint: m.share_ipynb_hint,
    ending: '.ipynb',
    type: 'application/x-ipynb+json',
    write: async (shared) => (await import('./shared-notebook')).sharedIpynb(shared),
  },
  {
    label: m.share_markdown,
    hint: m.share_markdown_hint,
    ending: '.md',
    type: 'text/markdown',
    write: async ({ notebook }) =>
      (await import('../../../notebook/formats/write-markdown')).writeMarkdown(notebook),
  },
  {
    label: m.share_script,
    hint: m.share_script_hint,
    ending: '.ts',
    type: 'text/typescript',
    write: async ({ notebook }) =>
      (await import('../../../notebook/formats/write-script')).writeScript(notebook),
  },
];
