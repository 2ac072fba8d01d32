import { type AutomationCondition, asset } from '$lib/definitions';
import { endedRun } from '$lib/instance/ended-run';
import {
  ephemeralInstance,
  evaluateAutomationConditions,
  type AutomationTarget,
  type EphemeralInstance,
} from '$lib/instance/testing';

export const at = (time: string) => Date.parse(`2020-02-${time}Z`);

/** Definitions in an instance, and the evaluations of their conditions, one after another. */
export class Scenario {
  #cursor: string | undefined;
  #now: number;
  #defs: object;
  readonly instance: EphemeralInstance;

  private constructor(defs: object, now: number) {
    this.#defs = defs;
    this.#now = now;
    this.instance = ephemeralInstance({ now });
  }

  /** `now` such as `02T00:55`: in February 2020, UTC. */
  static async of(defs: object, now = '02T00:55'): Promise<Scenario> {
    const scenario = new Scenario(defs, at(now));
    await scenario.load(defs);
    return scenario;
  }

  async load(defs: object): Promise<void> {
    this.#defs = defs;
    await this.instance.load(defs);
  }

  setTime(now: string): this {
    this.#now = at(now);
    return this;
  }

  /** An evaluation, and how much it requested in all. */
  async requested(now?: string): Promise<number> {
    return (await this.evaluate(now)).totalRequested;
  }

  async evaluate(now?: string) {
    if (now !== undefined) this.setTime(now);
    const { instance } = this;
    const defs = this.#defs;
    const evaluationTime = this.#now;
    const result = await evaluateAutomationConditions({
      defs,
      instance,
      evaluationTime,
      ...(this.#cursor !== undefined && { cursor: this.#cursor }),
    });
    this.#cursor = result.cursor;
    return result;
  }

  /** The partitions for which a condition is true now. */
  async keys(target: AutomationTarget): Promise<readonly (string | null)[]> {
    return [...(await this.evaluate()).getRequestedPartitions(target)];
  }

  /** As if an asset had been made. */
  async update(...assets: readonly (string | readonly [key: string, partition: string])[]): Promise<void> {
    // What is told of a partition can be told only once it exists.
    await this.instance.advance(Math.max(0, this.#now - this.instance.now()));
    for (const each of assets) {
      const [assetKey, partition] = typeof each === 'string' ? [each] : each;
      await this.instance.reportAsset({
        assetKey,
        event: 'materialization',
        ...(partition !== undefined && { partition }),
      });
    }
  }

  /** A run to its end. */
  async run(selection: string, partition?: string): Promise<string> {
    const { runId } = await this.instance.launchRun({
      location: 'definitions',
      selection,
      ...(partition !== undefined && { partition }),
    });
    await this.ended(runId);
    return runId;
  }

  ended = (runId: string) => endedRun(this.instance, runId);

  close = () => this.instance.close();
}

/** An asset with a condition that is requested whenever that is true. */
export const when = (
  automationCondition: AutomationCondition,
  options: Omit<NonNullable<Parameters<typeof asset>[0]>, 'automationCondition'> & object = {},
) => asset({ ...options, automationCondition }, () => 1);
