import type { Notebook } from '../../notebook/notebook';

/** Gives the notebook to the user as a file named by its title. */
export async function downloadNotebook(notebook: Notebook, title: string): Promise<void> {
  const { writeNotebook } = await import('../../notebook/write-notebook');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([writeNotebook(notebook)], { type: 'text/typescript' }));
  link.download = `${title.trim().replace(/[\\/:*?"<>|\s]+/g, '-') || 'notebook'}.nb.ts`;
  link.click();
  // The browser has its own hold of the blob once the click is handled.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
