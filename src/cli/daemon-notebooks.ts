import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { serializeError, type SerializedError } from '$lib/base/errors';
import { addNotebookFile } from '$lib/instance/node/add-notebook-file';
import type { OpenInstance } from '$lib/instance/open-instance';
import type { NamedNotebook } from './workspace-file';

/** Editors write a file in several steps: so long nothing more must happen, in ms. */
const settled = 100;

/** `isFirst`: it was not loaded before. With errors its last sound version stays in force. */
export type OnLoad = (notebook: NamedNotebook, errors: readonly SerializedError[], isFirst: boolean) => void;

/**
 * Loads notebooks, and each again when its file or one attached to it changes on disk; answers how to stop that.
 * `onLoad` hears of every new version.
 */
export async function watchNotebooks(
  instance: OpenInstance,
  notebooks: readonly NamedNotebook[],
  onLoad: OnLoad,
): Promise<() => void> {
  const watches = await Promise.all(notebooks.map((notebook) => watchNotebook(instance, notebook, onLoad)));
  return () => {
    for (const stop of watches) stop();
  };
}

async function watchNotebook(
  instance: OpenInstance,
  notebook: NamedNotebook,
  onLoad: OnLoad,
): Promise<() => void> {
  const folders = new Map<string, FSWatcher>();
  const paths = new Set([notebook.file]);
  let waiting: NodeJS.Timeout | undefined;
  let loaded: string | undefined;
  let loading = Promise.resolve();

  async function load(): Promise<void> {
    let version: string;
    let errors: readonly SerializedError[];
    try {
      await addNotebookFile(instance, notebook.file, notebook.name);
      const document = await instance.openNotebook(notebook.name);
      for (const { path } of document?.attachments ?? []) watchPath(join(dirname(notebook.file), path));
      const status = await instance.loadLocation(notebook.name);
      errors = status.errors;
      version = status.bundle;
    } catch (error) {
      errors = [serializeError(error)];
      version = errors[0]!.message;
    }
    if (version !== loaded) onLoad(notebook, errors, loaded === undefined);
    loaded = version;
  }

  function watchPath(path: string): void {
    paths.add(path);
    const folder = dirname(path);
    if (folders.has(folder)) return;
    folders.set(
      folder,
      watch(folder, (_, name) => {
        if (name !== null && !paths.has(join(folder, basename(name)))) return;
        clearTimeout(waiting);
        waiting = setTimeout(() => (loading = loading.then(load)), settled);
      }),
    );
  }

  watchPath(notebook.file);
  await load();
  return () => {
    clearTimeout(waiting);
    for (const each of folders.values()) each.close();
  };
}
