import { notebookEndings } from '../../notebooks/read-notebook-file';

// The File System Access API, which not every browser has, and TypeScript's DOM only a part of.

interface PickedType {
  readonly accept: Readonly<Record<string, readonly string[]>>;
}

declare global {
  interface FileSystemHandle {
    queryPermission?(wanted: { readonly mode: FileMode }): Promise<PermissionState>;
    requestPermission?(wanted: { readonly mode: FileMode }): Promise<PermissionState>;
  }

  interface DataTransferItem {
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }

  interface Window {
    showOpenFilePicker?(options: {
      readonly multiple: boolean;
      readonly types: readonly PickedType[];
    }): Promise<readonly FileSystemFileHandle[]>;
    showSaveFilePicker?(options: {
      readonly suggestedName: string;
      readonly types: readonly PickedType[];
    }): Promise<FileSystemFileHandle>;
    FileSystemObserver?: new (onchange: () => void) => {
      observe(handle: FileSystemHandle): Promise<void>;
      disconnect(): void;
    };
  }
}

export type FileMode = 'read' | 'readwrite';

/** Whether this browser lets pages write to files that people choose. */
export const canConnect = (): boolean => window.showOpenFilePicker !== undefined;

/** Whether it is allowed without asking. */
export const isAllowed = async (handle: FileSystemHandle, mode: FileMode): Promise<boolean> =>
  ((await handle.queryPermission?.({ mode })) ?? 'granted') === 'granted';

/** Asks for it; only after a click. Answers whether it is allowed now. */
export const askFor = async (handle: FileSystemHandle, mode: FileMode): Promise<boolean> =>
  ((await handle.requestPermission?.({ mode })) ?? 'granted') === 'granted';

/** Files that somebody chooses; none where they think better of it. `others`: endings of files that are no notebooks. */
export const pickFiles = async (others: string): Promise<readonly FileSystemFileHandle[]> =>
  (await unlessCancelled(
    window.showOpenFilePicker!({
      multiple: true,
      types: [{ accept: { 'text/plain': `${notebookEndings},${others}`.split(',') } }],
    }),
  )) ?? [];

/** A new file at a place that somebody chooses. */
export const pickPlace = (suggestedName: string): Promise<FileSystemFileHandle | undefined> =>
  unlessCancelled(
    window.showSaveFilePicker!({ suggestedName, types: [{ accept: { 'text/plain': ['.ts'] } }] }),
  );

/** The files that are dropped, where the browser gives their handles. To be asked while the event is told. */
export async function handlesOf(dropped: DataTransfer): Promise<readonly FileSystemFileHandle[] | undefined> {
  const items = [...dropped.items].filter(({ kind }) => kind === 'file');
  const handles = await Promise.all(items.map(async (item) => item.getAsFileSystemHandle?.()));
  return handles.every((handle) => handle instanceof FileSystemFileHandle) ? handles : undefined;
}

async function unlessCancelled<Result>(picked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await picked;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
    throw thrown;
  }
}

/**
 * Puts `text` in the place of a file's content, all of it or nothing; `false` where the file is no longer as it was
 * when it was `read`.
 */
export async function overwrite(
  handle: FileSystemFileHandle,
  text: string,
  read: { readonly lastModified: number; readonly size: number },
): Promise<boolean> {
  const writable = await handle.createWritable();
  await writable.write(text);
  const now = await handle.getFile();
  const isAsRead = now.lastModified === read.lastModified && now.size === read.size;
  await (isAsRead ? writable.close() : writable.abort());
  return isAsRead;
}
