import { goto } from '$app/navigation';
import type { Instance } from '../../instance/instance';
import { attempt } from '../attempt';
import { homeHref, notebookHref } from '../links';

declare global {
  interface Window {
    launchQueue?: {
      setConsumer(consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
    };
  }
}

/** Opens files that somebody opens with the installed app, outside of it, as if they were chosen here. */
export function openLaunchedFiles(instance: Instance): void {
  window.launchQueue?.setConsumer(
    ({ files }) =>
      void attempt(async () => {
        if (files.length === 0) return;
        const [{ openFromDisk }, { tellBroughtIn }] = await Promise.all([
          import('./open-from-disk'),
          import('./tell-brought-in'),
        ]);
        const id = tellBroughtIn(await openFromDisk(instance, files));
        // eslint-disable-next-line svelte/no-navigation-without-resolve -- made by links.ts
        await goto(id ? notebookHref(id) : homeHref());
      }),
  );
}
