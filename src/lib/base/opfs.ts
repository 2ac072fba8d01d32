/** The part of the origin private file system that only dedicated workers have, which TypeScript's DOM library omits. */
declare global {
  interface FileSystemSyncAccessHandle {
    write(bytes: Uint8Array, options?: { at?: number }): number;
    truncate(size: number): void;
    flush(): void;
    close(): void;
  }
  interface FileSystemFileHandle {
    createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
  }
}

/** Whether this thread can keep files in the origin private file system: a dedicated worker of a browser that has it. */
export const hasOpfs = (): boolean =>
  typeof FileSystemFileHandle !== 'undefined' && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;

/** Whether this browser window has files of its own: private windows and some web views have none. */
export const keepsFiles = async (): Promise<boolean> =>
  (await navigator.storage?.getDirectory?.().then(
    () => true,
    () => false,
  )) ?? false;
