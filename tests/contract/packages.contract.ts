import { describe, expect, test } from 'vitest';
import type { Load } from './isolates';
import { run } from './run-step';

const shipped = `import { asset } from "dagbook";
import * as Plot from "@observablehq/plot";
import { groupBy, sum, summarize, tidy } from "@tidyjs/tidy";
import { mean, scaleLinear } from "d3";
import { countBy } from "lodash-es";
import { DateTime } from "luxon";
import { z } from "zod";
export const found = asset(() => ({
  plot: typeof Plot.binX,
  tidy: tidy([{ k: "a", n: 1 }, { k: "a", n: 2 }], groupBy("k", [summarize({ n: sum("n") })])),
  d3: [mean([1, 2, 6]), scaleLinear([0, 1], [0, 10])(0.5)],
  lodash: countBy([1.2, 1.4, 2.1], Math.floor),
  luxon: DateTime.fromISO("2026-01-31").plus({ months: 1 }).toISODate(),
  zod: z.object({ n: z.number() }).safeParse({ n: "1" }).success,
}));`;

const sums =
  'import { asset } from "dagbook";\nimport { add } from "sums";\nexport const sum = asset(() => add(1, 2));';
const hash = (digit: string) => digit.repeat(64);

/** What cells import beside `dagbook`. */
export function packagesContract(load: Load): void {
  describe('packages', () => {
    test('that come with the app are there without network', async () => {
      const { isolate, result, bundle } = await load({ shipped });
      expect(result).toMatchObject({ errors: [] });
      expect((await run(isolate, { bundle, node: 'found' })).value).toEqual({
        plot: 'function',
        tidy: [{ k: 'a', n: 3 }],
        d3: [3, 5],
        lodash: { 1: 2, 2: 1 },
        luxon: '2026-02-28',
        zod: false,
      });
      isolate.terminate();
    });

    test('may have another version in another notebook, at the same time', async () => {
      const findPackage = async (pin: { readonly version: string }) =>
        `export const add = (a, b) => "${pin.version}: " + (a + b);`;
      const open = (version: string, digit: string) =>
        load({ sums }, { imports: { sums: `npm:sums@${version}#${hash(digit)}` }, findPackage });
      const [one, two] = await Promise.all([open('1.0.0', 'a'), open('2.0.0', 'b')]);
      const value = async ({ isolate, bundle }: typeof one) =>
        (await run(isolate, { bundle, node: 'sum' })).value;
      expect([await value(one), await value(two), await value(one)]).toEqual([
        '1.0.0: 3',
        '2.0.0: 3',
        '1.0.0: 3',
      ]);
      one.isolate.terminate();
      two.isolate.terminate();
    });

    test.each([
      ['nobody has added', {}, /There is no package "sums"/, /Add it under Packages/],
      ['was not fetched', { sums: 'npm:sums@1.0.0' }, /is sums@1.0.0 here/, /npm install sums@1.0.0/],
      ['has no version', { sums: 'npm:sums@^1' }, /"npm:sums@\^1" here/, /Add it anew/],
    ])('that %s are named with cell, line and remedy', async (_, imports, message, remedy) => {
      const { isolate, result } = await load({ sums }, { imports });
      const [error] = result.errors;
      expect(error).toMatchObject({ name: 'PackageNotFound', at: { cell: 'sums', line: 2 } });
      expect(error?.message).toMatch(message);
      expect(error?.remedy).toMatch(remedy);
      isolate.terminate();
    });
  });
}
