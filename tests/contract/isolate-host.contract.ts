import { describe, expect, test } from 'vitest';
import { IsolateLost } from '$lib/location/isolate-lost';
import { definitionsInCellsContract } from './definitions-in-cells.contract';
import { isolateRunContract } from './isolate-run.contract';
import { attachedFilesContract } from './attached-files.contract';
import { isolateStepContract } from './isolate-step.contract';
import { isolateTickContract } from './isolate-tick.contract';
import { packagesContract } from './packages.contract';
import { bakery, isolates, type OpenHost } from './isolates';
import { request, run } from './run-step';

/** What every maker of isolates must do, on every platform. */
export function isolateHostContract(open: () => OpenHost): void {
  const load = isolates(open);
  definitionsInCellsContract(load);
  packagesContract(load);

  describe('loading', () => {
    test('gives the definitions of all cells, in every isolate the same', async () => {
      const { isolate, result } = await load(bakery);
      expect(result.errors).toEqual([]);
      expect(result.snapshot.errors).toEqual([]);
      expect(
        result.snapshot.assets.map(({ key, cell, deps }) => ({
          key,
          cell,
          deps: deps.map(({ key }) => key),
        })),
      ).toEqual([
        { key: 'flour', cell: 'flour', deps: [] },
        { key: 'dough', cell: 'dough', deps: ['flour'] },
      ]);
      isolate.terminate();
    });

    test('a cell that throws names cell and line, and breaks only what uses it', async () => {
      const { isolate, result } = await load({
        ...bakery,
        oven: 'const heat = () => {\n  throw new TypeError("too hot");\n};\nexport const oven = heat();',
        bread: 'export const bread = oven + 1;',
      });
      expect(result.snapshot.assets.map(({ key }) => key)).toEqual(['flour', 'dough']);
      expect(result.errors).toMatchObject([
        { name: 'TypeError', message: 'too hot', at: { cell: 'oven', line: 2 } },
        { name: 'BrokenUpstreamCell', message: expect.stringContaining('"oven"'), at: { cell: 'bread' } },
      ]);
      isolate.terminate();
    });

    test('a name that a package does not export is an error that suggests the right one', async () => {
      const { isolate, result } = await load({
        made: 'import { aset } from "dagbook";\nexport const made = aset(() => 1);',
      });
      expect(result.errors).toMatchObject([
        { message: '"dagbook" has no export "aset". Did you mean "asset"?', at: { cell: 'made' } },
      ]);
      isolate.terminate();
    });

    test('a package is fetched only when a cell imports it, and evaluated once', async () => {
      const texts = {
        count: async () => 'globalThis.times = (globalThis.times ?? 0) + 1; export const once = 1;',
      };
      const unused = () => Promise.reject(new Error('was fetched'));
      const cells = {
        one: 'import * as first from "count";\nexport const a = first;',
        two: 'import * as second from "count";\nif (globalThis.times !== 1) throw new Error("evaluated twice");',
      };
      const { isolate, result } = await load(cells, { modules: { ...texts, unused } });
      expect(result.errors).toEqual([]);
      isolate.terminate();
    });

    test('a rejection that nobody handles while loading is an error, not lost', async () => {
      const { isolate, result } = await load({ stray: 'void Promise.reject(new Error("left alone"));' });
      expect(result.errors).toMatchObject([{ message: 'left alone' }]);
      isolate.terminate();
    });
  });

  isolateStepContract(load);
  attachedFilesContract(load);
  isolateRunContract(load);
  isolateTickContract(load);

  describe('ending', () => {
    test('an endless loop is ended by terminate; what it said before is heard, and its neighbour lives', async () => {
      const spinning = await load({
        spin: 'import { asset } from "dagbook";\nexport const spin = asset((_, { log }) => { log.info("in"); for (;;); });',
      });
      const neighbour = await load(bakery);
      const isSpinning = Promise.withResolvers<void>();
      const step = spinning.isolate.execute(
        request({ bundle: spinning.bundle, node: 'spin' }),
        ({ type }) => {
          if (type === 'log') isSpinning.resolve();
        },
      );
      await isSpinning.promise;
      spinning.isolate.terminate();
      await expect(step).rejects.toBeInstanceOf(IsolateLost);
      const { value } = await run(neighbour.isolate, {
        bundle: neighbour.bundle,
        node: 'dough',
        inputs: { flour: [] },
      });
      expect(value).toEqual([]);
      neighbour.isolate.terminate();
    });

    test('code that takes hold of the port and forges messages ends its isolate', async () => {
      const { isolate, bundle } = await load({
        evil: [
          'import { asset } from "dagbook";',
          'const post = MessagePort.prototype.postMessage;',
          'export const evil = asset(() => {',
          '  MessagePort.prototype.postMessage = function (said, ...rest) {',
          '    post.call(this, { id: "an answer", type: "RAW", value: "forged" });',
          '    return post.call(this, said, ...rest);',
          '  };',
          '});',
        ].join('\n'),
      });
      await run(isolate, { bundle, node: 'evil' });
      void isolate.ping().catch(() => {});
      expect((await isolate.died).message).toMatch(/broke the protocol/);
      expect((await isolate.died).remedy).toMatch(/tampers/);
    });
  });
}
