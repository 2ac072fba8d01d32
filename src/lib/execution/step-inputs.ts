import { DagbookError } from '../base/errors';
import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, NewEvent, ValuePointer } from '../events/event';
import type { ExecutionPlan, ExecutionStep, StepInput } from '../plan/execution-plan';
import type { StepRequest } from '../location/step-protocol';
import type { ByteCache } from './byte-cache';

/** A step cannot get one of its inputs. */
export class InputNotLoaded extends DagbookError {
  static override readonly name: string = 'InputNotLoaded';
}

type Materialization = EventData['ASSET_MATERIALIZATION'];

/** What a run knows of the assets its steps read: the newest materialization from before it, then its own. */
export class KnownAssets {
  private readonly newest = new Map<AssetKeyString, Materialization>();

  apply(event: NewEvent): void {
    if (event.type === 'ASSET_MATERIALIZATION' && event.assetKey !== undefined)
      this.newest.set(event.assetKey, event.data);
  }

  get(key: AssetKeyString): Materialization | undefined {
    return this.newest.get(key);
  }

  /** Data versions of all that a step depends on, by asset key, as far as there are any. */
  versionsFor({ inputs, after = [] }: ExecutionStep): Readonly<Record<AssetKeyString, string>> {
    const versions: Record<AssetKeyString, string> = {};
    for (const key of [...inputs.map((input) => input.assetKey), ...after]) {
      const version = this.newest.get(key)?.dataVersion;
      if (version !== undefined) versions[key] = version;
    }
    return versions;
  }
}

/** Assets that the plan's steps read or follow, and that the run does not make itself. */
export function keysFromStorage({ steps }: ExecutionPlan): readonly AssetKeyString[] {
  const made = new Set(steps.flatMap(({ outputs }) => outputs.map(({ assetKey }) => assetKey)));
  const needed = steps.flatMap(({ inputs, after = [] }) => [
    ...inputs.map(({ assetKey }) => assetKey),
    ...after,
  ]);
  return [...new Set(needed)].filter((key) => !made.has(key));
}

export type ReadValue = (pointer: ValuePointer) => Promise<Uint8Array | undefined>;

/** The values of a step's inputs, in bytes. Throws `InputNotLoaded`, naming asset and remedy. */
export async function loadInputs(
  step: ExecutionStep,
  known: KnownAssets,
  cache: ByteCache,
  read: ReadValue,
): Promise<StepRequest['inputs']> {
  const inputs: StepRequest['inputs'][number][] = [];
  for (const input of step.inputs) {
    const value = pointerTo(input, known);
    const bytes = cache.get(value.hash) ?? (await read(value));
    if (!bytes)
      throw refused(
        input,
        `the stored value of ${input.assetKey} is lost`,
        `Materialize ${input.assetKey} again.`,
      );
    cache.set(value.hash, bytes);
    inputs.push({ name: input.name, assetKey: input.assetKey, value: { codec: value.codec, bytes } });
  }
  return inputs;
}

function pointerTo(input: StepInput, known: KnownAssets): ValuePointer {
  const key = input.assetKey;
  const materialization = known.get(key);
  if (!materialization)
    throw refused(input, `${key} has never been materialized`, `Materialize ${key} first.`);
  if (!materialization.value)
    throw refused(
      input,
      `${key} was materialized without a value`,
      `Return a value from ${key}, or name it in deps instead of ins.`,
    );
  return materialization.value;
}

const refused = ({ name }: StepInput, why: string, remedy: string) =>
  new InputNotLoaded(`Input "${name}" cannot be loaded: ${why}`, { remedy });
