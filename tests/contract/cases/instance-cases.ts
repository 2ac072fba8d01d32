import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Instance } from '$lib/instance/instance';
import { checks } from './checks.cases';
import { caseBench, type CaseBench, type CaseSuite } from './case-bench';
import { eventOrder } from './event-order.cases';
import { ioManagers } from './io-manager.cases';
import { resources } from './resources.cases';
import { retry } from './retry.cases';
import { staleness } from './staleness.cases';
import { ticks } from './ticks.cases';

/** What touches isolates or storage: run for the instance of every host. */
export const instanceSuites: readonly CaseSuite[] = [
  eventOrder,
  retry,
  resources,
  ioManagers,
  checks,
  staleness,
  ticks,
];

/** All these cases through the door of one instance. */
export function instanceCases(open: () => Promise<{ instance: Instance; close(): Promise<void> }>): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let bench: CaseBench;
  beforeAll(async () => {
    opened = await open();
    bench = caseBench(opened.instance);
  });
  afterAll(() => opened.close());

  for (const { topic, notebook, cases } of instanceSuites)
    describe(topic, () => {
      if (notebook) beforeAll(() => bench.load(...notebook));
      for (const [name, run] of Object.entries(cases)) test(name, () => run(bench));
    });
}
