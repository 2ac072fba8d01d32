import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';

/** A Node instance for the tests of a file, in a folder that goes when it is closed. */
export async function ephemeralHome() {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-'));
  const instance = await openNodeInstance({ home, version: 'test', leads: true });
  return {
    instance,
    async close() {
      await instance.close();
      rmSync(home, { recursive: true });
    },
  };
}
