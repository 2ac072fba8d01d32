import { onTestFinished } from 'vitest';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import { pathStores } from '$lib/artifacts/path-stores';
import { stepEngine } from '$lib/execution/step/step-engine';
import { directValues } from '$lib/instance/direct-values';
import { openInstance } from '$lib/instance/open-instance';
import { CapturedValues } from '$lib/instance/testing/captured-values';
import { ControlledTime } from '$lib/instance/testing/controlled-time';
import { testedNotebook } from '$lib/instance/testing/tested-notebook';
import { directIsolateHost } from '$lib/location/direct/isolate-host';
import { IsolateLost } from '$lib/location/isolate-lost';
import type { IsolateHost } from '$lib/location/isolate';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

/** An instance like `ephemeralInstance`, whose isolates cannot be reached while `state` says so. */
export async function unsteadyInstance(start: number, definitions: object) {
  const state = { isReachable: true };
  const time = new ControlledTime(start);
  const captured = new CapturedValues();
  const options = { hash: 'bundle', title: 'definitions', resources: {}, files: {}, captured };
  const notebook = testedNotebook({ ...options, definitions });
  const direct = directIsolateHost({
    engine: stepEngine,
    notebook: () => notebook,
    clock: time,
    onWork: () => time.begin(),
  });
  const isolates: IsolateHost = {
    ...direct,
    async create(location, files) {
      const isolate = await direct.create(location, files);
      return {
        ...isolate,
        evaluateTick: async (request) => {
          if (!state.isReachable) throw new IsolateLost('It is not there');
          return isolate.evaluateTick(request);
        },
      };
    },
  };
  const instance = openInstance({
    storage: new SqliteStorage(openNodeConnection(':memory:')),
    artifacts: new MemoryArtifacts(),
    artifactsKind: 'memory',
    isolates,
    stores: pathStores({ memory: () => new MemoryPaths() }, 'memory'),
    environment: { get: async () => undefined },
    modules: {},
    parser: { compile: async () => notebook.compiled, write: async () => '' },
    startValues: directValues,
    clock: time,
    timers: time,
    version: 'testing',
    leads: true,
  });
  onTestFinished(() => instance.close());
  await instance.files.replace({ id: 'definitions', source: 'bundle', files: [] });
  await instance.loadLocation('definitions');
  return { instance, time, state };
}
