import { readNotebookFile, replaceFile } from '../notebook-file';
import type { Verb } from '../verb';

export const notebookFmt: Verb = {
  name: 'notebook fmt',
  summary: 'Write a notebook file in its canonical form',
  details: 'Markers, ids and blank lines between cells; what stands in the cells stays as it is.',
  argument: 'FILE',
  options: {},
  async run(_, file = '') {
    const { text, canonical } = await readNotebookFile(file);
    if (text !== canonical) await replaceFile(file, canonical);
    console.log(text === canonical ? 'Unchanged.' : `Wrote ${file}.`);
    return 0;
  },
};
