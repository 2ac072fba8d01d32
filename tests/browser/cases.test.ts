import { describe } from 'vitest';
import { connectInstance } from '$lib/instance/browser/connect-instance';
import { serveFrames } from '$lib/location/browser/serve-frames';
import InstanceWorker from '../../workers/instance.ts?worker';
import { instanceCases } from '../contract/cases/instance-cases';

describe('Dagster’s cases and their kin in Chromium, with OPFS and sandboxed isolates', () => {
  instanceCases(async () => {
    const name = `cases-${crypto.randomUUID()}`;
    const { instance, close } = connectInstance({
      name,
      version: 'test',
      startWorker: () => new InstanceWorker(),
      serveFrames,
      onLeader: (state) => {
        if (state.status === 'failed') throw new Error(state.error.message);
      },
    });
    return {
      instance,
      async close() {
        close();
        const root = await navigator.storage.getDirectory();
        for await (const folder of root.keys())
          if (folder.includes(name)) await root.removeEntry(folder, { recursive: true }).catch(() => {});
      },
    };
  });
});
