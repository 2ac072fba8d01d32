import { compileNotebook } from '$lib/notebook/compile-notebook';
import { readNotebookFile } from '../notebook-file';
import { showError } from '../show-error';
import { jsonOption, type Verb } from '../verb';

export const notebookCheck: Verb = {
  name: 'notebook check',
  summary: 'Read and compile a notebook without running it',
  details:
    'Cells that do not parse, names defined twice or nowhere, circles. Exit status 2 where there are any.',
  argument: 'FILE',
  options: { json: jsonOption },
  async run({ json }, file = '') {
    const { text, notebook, canonical } = await readNotebookFile(file);
    const { errors } = compileNotebook(notebook);
    const isFormatted = text === canonical;
    if (json) {
      const found = errors.map(({ name, message, remedy, at }) => ({ name, message, remedy, at }));
      console.log(JSON.stringify({ cells: notebook.cells.length, isFormatted, errors: found }));
    } else {
      for (const error of errors) console.log(showError(error));
      if (errors.length === 0) console.log(`${notebook.cells.length} cells, no errors.`);
      if (!isFormatted) console.log('The file is not as dagbook notebook fmt writes it.');
    }
    return errors.length === 0 ? 0 : 2;
  },
};
