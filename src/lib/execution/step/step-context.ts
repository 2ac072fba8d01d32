import { DagbookError } from '../../base/errors';
import type { AssetExecutionContext, AttachedFile, Logger } from '../../definitions/asset-execution-context';
import type { Say } from '../../location/inside/say';
import type { ReadAttachment } from '../../location/isolate';
import type { StepRequest } from '../../location/step-protocol';

/** What the user's function is told about its step. */
export function stepContext(request: StepRequest, say: Say, readFile: ReadAttachment): AssetExecutionContext {
  const assetKeys = request.outputs.map(({ assetKey }) => assetKey);
  return {
    runId: request.runId,
    jobName: request.jobName,
    stepKey: request.stepKey,
    assetKeys,
    get assetKey() {
      if (assetKeys.length === 1) return assetKeys[0]!;
      throw new DagbookError('This step makes several assets', { remedy: 'Use context.assetKeys.' });
    },
    retryNumber: request.attempt - 1,
    tags: request.tags,
    log: logger(say),
    file: (path) => attachedFile(path, readFile),
  };
}

function logger(say: Say): Logger {
  const at = (level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL') => (message: string) =>
    say({ type: 'log', level, message: String(message) });
  return {
    debug: at('DEBUG'),
    info: at('INFO'),
    warning: at('WARNING'),
    error: at('ERROR'),
    critical: at('CRITICAL'),
  };
}

function attachedFile(path: string, readFile: ReadAttachment): AttachedFile {
  const bytes = () => readFile(path);
  const text = async () => new TextDecoder().decode(await bytes());
  return { path, bytes, text, json: async () => JSON.parse(await text()) };
}
