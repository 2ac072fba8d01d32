import type { HookOutcome, StepMessage, StepRequest } from '../step-protocol';
import { limits } from './limits';

/** Takes the messages of one step as they come; `true` when the step has ended. Throws on what may not be said. */
export type StepReceiver = (message: StepMessage) => boolean;

/** Where a step is: what may be said next depends on it. */
type Phase = 'before' | 'settingUp' | 'ready' | 'unprepared' | 'started' | 'refused';

/**
 * Guards one step: only its own id; resources before `started`, everything else but logs after it; only inputs,
 * outputs, partitions, checks and hooks that were asked for, each once; and no more messages than `limits` allow. The
 * shape of each message has been checked before.
 */
export function stepReceiver(request: StepRequest): StepReceiver {
  const said = new Set<string>();
  const hooks = new Set(request.hooks);
  const checks = new Set(request.checks.map((check) => JSON.stringify([check.assetKey, check.name])));
  const inputs = new Set(request.inputs.map(({ name }) => name));
  const outputs = new Map(request.outputs.map((output) => [output.name, output]));
  const partitionKeys = request.partitions && new Set(request.partitions.keys);
  let phase: Phase = 'before';
  let messages = 0;
  let yields = 0;

  function require(holds: boolean, breach: string): asserts holds {
    if (!holds) throw new Error(breach);
  }

  function once(...what: readonly (string | undefined)[]): void {
    const word = JSON.stringify(what);
    require(!said.has(word), `said twice: ${word.slice(0, 100)}`);
    said.add(word);
  }

  function move(from: readonly Phase[], to: Phase, type: string): void {
    require(from.includes(phase), `"${type}" out of turn`);
    phase = to;
  }

  function checkYield(message: Extract<StepMessage, { type: 'output' | 'check' | 'assetEvent' }>): void {
    require(++yields <= limits.yields, `more than ${limits.yields} outputs of one step`);
    if (message.type === 'output') checkOutput(message);
    if (message.type === 'check') {
      require(checks.has(JSON.stringify([message.assetKey, message.name])), 'a check that is not asked for');
      once('check', message.assetKey, message.name);
    }
  }

  function checkOutput(message: Extract<StepMessage, { type: 'output' }>): void {
    const { name, mappingKey, partitionKey, value, handled } = message;
    const output = outputs.get(name);
    require(output !== undefined, 'an output that is not awaited');
    require((mappingKey !== undefined) ===
      (output.isDynamic ?? false), 'a mapping key of what is not dynamic, or none');
    const isPartitioned = partitionKeys !== undefined && output.assetKey !== undefined;
    require((partitionKey !== undefined) ===
      isPartitioned, 'a partition of what is not partitioned, or none');
    require(partitionKey === undefined ||
      partitionKeys!.has(partitionKey), 'a partition that is not asked for');
    const isManaged = output.ioManagerKey !== undefined;
    require(isManaged ? value === undefined : !handled, 'a value that another IO manager has to store');
    once('output', name, mappingKey, partitionKey);
  }

  function checkHooks(outcomes: readonly HookOutcome[] = []): void {
    for (const { name } of outcomes) {
      require(hooks.has(name), 'a hook that is not asked for');
      once('hook', name);
    }
  }

  return (message) => {
    require(message.id === request.id, 'a message of another step');
    require(++messages <= limits.messages, `more than ${limits.messages} messages of one step`);
    switch (message.type) {
      case 'log':
      case 'console':
      case 'progress':
        return false;
      case 'resourcesStarting':
      case 'resourcesReady':
      case 'resourcesFailed':
        if (message.type === 'resourcesStarting') move(['before'], 'settingUp', message.type);
        else move(['settingUp'], message.type === 'resourcesReady' ? 'ready' : 'unprepared', message.type);
        return false;
      case 'started':
        move(['before', 'ready'], 'started', message.type);
        return false;
      case 'input':
        move(['started'], 'started', message.type);
        require(inputs.has(message.name), 'an input that is not awaited');
        once('input', message.name);
        return false;
      case 'output':
      case 'check':
      case 'assetEvent':
        move(['started'], 'started', message.type);
        checkYield(message);
        return false;
      case 'refusedOutput':
        move(['started'], 'refused', message.type);
        require(outputs.has(message.name), 'an output that is not awaited');
        return false;
      case 'succeeded':
        move(['started'], 'started', message.type);
        checkHooks(message.hooks);
        return true;
      case 'failed':
        move(['started', 'refused', 'unprepared'], phase, message.type);
        checkHooks(message.hooks);
        return true;
    }
  };
}
