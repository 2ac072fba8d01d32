import { serializeError } from '../../base/errors';
import { validateRunConfig } from '../../definitions/config/validate-run-config';
import type { Engine } from '../../location/inside/engine';
import type { StepWord } from '../../location/inside/say';
import { evaluateTick } from './evaluate-tick';
import { executeStep } from './execute-step';
import { ResourceInitFailed, RunResources } from './run-resources';
import { stepLogger } from './step-logger';

/** Log messages that are kept for the next step. */
const mostKept = 100;

/** What executes steps in one isolate, or in any other place: it holds the resources of the runs under way there. */
export function stepEngine(): Engine {
  const resources = new RunResources();
  /** What resources logged while no step was under way: the next step of their run tells it. */
  const unsaid = new Map<string, StepWord[]>();

  return {
    execute(request, loaded, host) {
      for (const word of unsaid.get(request.runId)?.splice(0) ?? []) host.say(word);
      return executeStep(request, loaded, resources, host);
    },
    validateConfig: async (request, loaded) => (loaded ? validateRunConfig(request, loaded.definitions) : []),
    evaluateTick,
    async openRun(request, loaded) {
      const words: StepWord[] = [];
      unsaid.set(request.runId, words);
      const log = stepLogger((level, message) => {
        if (words.length < mostKept) words.push({ type: 'log', level, message });
      });
      try {
        if (loaded) await resources.open(request, loaded, log);
        return undefined;
      } catch (thrown) {
        return thrown instanceof ResourceInitFailed ? thrown.data : serializeError(thrown);
      }
    },
    closeRun(runId) {
      unsaid.delete(runId);
      return resources.close(runId);
    },
  };
}
