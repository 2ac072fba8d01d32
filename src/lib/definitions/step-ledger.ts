import { isKind } from './brand';
import type { DynamicOutput } from './output';
import { invalid, quoted, titleOf, type ShapeCheck, type ShapeOutput, type StepShape } from './step-shape';
import type { CheckYield } from './step-yield';

/** What a step has yielded so far: nothing twice, nothing that is not wanted, and in the end all that is required. */
export class StepLedger {
  readonly #shape: StepShape;
  readonly #outputs = new Set<ShapeOutput>();
  readonly #mappingKeys = new Map<ShapeOutput, Set<string>>();
  readonly #checks = new Map<ShapeCheck, CheckYield>();

  constructor(shape: StepShape) {
    this.#shape = shape;
  }

  takeOutput(output: ShapeOutput, said: unknown): void {
    const title = titleOf(output);
    const isDynamic = isKind<DynamicOutput>(said, 'DynamicOutput');
    if (!output.isWanted) throw this.#invalid(...notSelected(`output "${title}"`, 'selectedOutputNames'));
    if (output.isDynamic && !isDynamic)
      throw this.#invalid(
        `output "${title}" is dynamic, and what came is no DynamicOutput`,
        'Yield new DynamicOutput({ value, mappingKey }).',
      );
    if (isDynamic && !output.isDynamic)
      throw this.#invalid(
        `a DynamicOutput came for output "${title}", which is not dynamic`,
        'Define the output with new DynamicOut().',
      );
    if (isDynamic) return this.#takeMappingKey(output, said.mappingKey);
    if (this.#outputs.has(output))
      throw this.#invalid(`output ${title} returned multiple times`, 'Return or yield each output once.');
    this.#outputs.add(output);
  }

  #takeMappingKey(output: ShapeOutput, key: string): void {
    const keys = this.#mappingKeys.get(output) ?? new Set();
    if (keys.has(key))
      throw this.#invalid(
        `output ${titleOf(output)} returned the mapping key "${key}" multiple times`,
        'Give each DynamicOutput a mapping key of its own.',
      );
    this.#mappingKeys.set(output, keys.add(key));
  }

  takeCheck(check: ShapeCheck, found: CheckYield): void {
    const title = `check "${check.name}" of "${check.assetKey}"`;
    if (!check.isWanted) throw this.#invalid(...notSelected(title, 'selectedChecks'));
    if (this.#checks.has(check))
      throw this.#invalid(`${title} returned multiple times`, 'Return or yield each result once.');
    this.#checks.set(check, found);
  }

  /** Throws where something is missing, or else where a blocking check failed. */
  close(): void {
    const { outputs, checks } = this.#shape;
    const missing = outputs.filter(
      (each) => each.isWanted && each.isRequired && !each.isDynamic && !this.#outputs.has(each),
    );
    if (missing.length > 0)
      throw this.#invalid(
        `it ended without giving ${quoted(missing.map(titleOf))}`,
        'Give every output, or mark it as one that may be missing: isRequired: false on an AssetOut or Out, outputRequired: false on an asset.',
      );
    const silent = checks.filter((each) => each.isWanted && each.isRequired && !this.#checks.has(each));
    if (silent.length > 0)
      throw this.#invalid(
        `it ended without the result of ${quoted(silent.map(({ name }) => name))}`,
        'Yield an AssetCheckResult for each check that is announced, or put it into checkResults.',
      );
    const failed = [...this.#checks]
      .filter(([check, { passed, severity }]) => check.blocking && !passed && severity === 'ERROR')
      .map(([check]) => check);
    if (failed.length > 0)
      throw this.#invalid(
        `blocking ${failed.map(({ name, assetKey }) => `check "${name}" of "${assetKey}"`).join(', ')} failed`,
        'What is downstream of the asset does not run. Correct the data, or answer with severity: "WARN" where it may go on.',
        'AssetCheckFailed',
      );
  }

  #invalid = (message: string, remedy: string, name?: string) => invalid(this.#shape, message, remedy, name);
}

const notSelected = (title: string, member: string) =>
  [
    `${title} was given, which is not selected`,
    `Give only what is selected: see context.${member}.`,
  ] as const;
