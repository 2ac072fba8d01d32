import type { Instance } from '../instance/instance';

/** The file name of something with this title. */
export const fileNameOf = (title: string, ending = '.nb.ts'): string =>
  `${
    title
      .trim()
      .replace(/[\s/\\:*?"<>|]+/g, '-')
      .slice(0, 80) || 'notebook'
  }${ending}`;

/** Gives `content` to the user as a file. */
export function download(name: string, content: BlobPart, type = 'text/typescript'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Gives all of the instance to the user as one file. */
export async function downloadBackup(instance: Pick<Instance, 'backUp'>): Promise<void> {
  const { name, bytes } = await instance.backUp();
  download(name, bytes as Uint8Array<ArrayBuffer>, 'application/zip');
}
