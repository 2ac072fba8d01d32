import type { ResourceDefinition, ResourceContext } from '../../definitions/resource';
import { isKind } from '../../definitions/brand';
import type { IOManager, IOManagerDefinition, OutputContext } from '../../definitions/io-manager';
import { setUpValue } from '../../definitions/set-up-value';

/** The values that IO managers of the definitions were given to store. */
export class CapturedValues {
  readonly #values = new Map<string, unknown[]>();

  /** In the order in which they were stored. */
  of(runId: string, stepKey: string, output: string): readonly unknown[] {
    return this.#values.get(JSON.stringify([runId, stepKey, output])) ?? [];
  }

  /** The same manager, which hands every value over to here when it has stored it. */
  watching(definition: ResourceDefinition | IOManagerDefinition): ResourceDefinition | IOManagerDefinition {
    if (!isKind<IOManagerDefinition>(definition, 'ioManager')) return definition;
    const watch = (manager: IOManager) => this.#watched(manager);
    return {
      ...definition,
      async *setUp(context: ResourceContext) {
        const made = await setUpValue((definition.setUp as (context: object) => unknown)(context));
        yield watch(made.value as IOManager);
        await made.tearDown?.();
      },
    };
  }

  #watched(manager: IOManager): IOManager {
    if (typeof manager?.handleOutput !== 'function') return manager;
    return {
      loadInput: manager.loadInput && ((context) => manager.loadInput(context)),
      handleOutput: async (context, value) => {
        await manager.handleOutput(context, value);
        this.#add(context, value);
      },
    };
  }

  #add({ runId, stepKey, name }: OutputContext, value: unknown): void {
    const key = JSON.stringify([runId, stepKey, name]);
    this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
  }
}
