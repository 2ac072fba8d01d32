import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { instanceCases } from '../../contract/cases/instance-cases';

describe('Dagster’s cases and their kin in Node', () => {
  instanceCases(async () => {
    const home = mkdtempSync(join(tmpdir(), 'dagbook-'));
    const instance = await openNodeInstance({ home, version: 'test', leads: true });
    return {
      instance,
      async close() {
        await instance.close();
        rmSync(home, { recursive: true });
      },
    };
  });
});
