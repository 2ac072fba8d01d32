import { serializeError } from '../../base/errors';
import { validateRunConfig } from '../../definitions/config/validate-run-config';
import type { Engine } from '../../location/inside/engine';
import { executeStep } from './execute-step';
import { ResourceInitFailed, RunResources } from './run-resources';
import { consoleLogger } from './step-logger';

/** What executes steps in one isolate, or in any other place: it holds the resources of the runs under way there. */
export function stepEngine(): Engine {
  const resources = new RunResources();
  return {
    execute: (request, loaded, host) => executeStep(request, loaded, resources, host),
    validateConfig: async (request, loaded) => (loaded ? validateRunConfig(request, loaded.definitions) : []),
    async openRun(request, loaded) {
      try {
        if (loaded) await resources.open(request, loaded, consoleLogger);
        return undefined;
      } catch (thrown) {
        return thrown instanceof ResourceInitFailed ? thrown.data : serializeError(thrown);
      }
    },
    closeRun: (runId) => resources.close(runId),
  };
}
