import { describe, expect, test } from 'vitest';
import type { Load } from './isolates';

/** What cells define arrives at the host, and errors say where. */
export function definitionsInCellsContract(load: Load): void {
  const defined = async (cells: Record<string, string>) => {
    const { isolate, result } = await load(cells);
    isolate.terminate();
    expect(result.errors).toEqual([]);
    return result.snapshot;
  };

  describe('definitions in cells', () => {
    test('a cell ends in export default definitions({ … })', async () => {
      const { assets, jobs, executor, resources, errors } = await defined({
        rows: 'import { asset } from "dagbook";\nconst rows = asset(() => [1]);\nexport const sum = asset({ ins: { rows } }, ({ rows }) => rows.length);',
        resources: 'import { resource } from "dagbook";\nconst db = resource(() => 1);',
        main: 'import { definitions, defineAssetJob } from "dagbook";\nexport default definitions({\n  assets: [rows],\n  jobs: [defineAssetJob({ name: "all", selection: "*" })],\n  resources: { warehouse: db },\n  executor: { type: "in_process" },\n});',
      });
      expect(errors).toEqual([]);
      expect(assets.map(({ key, cell }) => [key, cell]).sort()).toEqual([
        ['rows', 'rows'],
        ['sum', 'rows'],
      ]);
      expect(jobs).toMatchObject([{ name: 'all' }]);
      expect(resources).toMatchObject([{ key: 'warehouse' }]);
      expect(executor).toEqual({ type: 'in_process' });
    });

    test('ops are named by their cells, exported or not', async () => {
      const { steps, errors } = await defined({
        ops: 'import { op } from "dagbook";\nconst fetchRows = op(() => [1, 2]);\nconst clean = op(({ rows }) => rows);',
        rows: 'import { graphAsset } from "dagbook";\nexport const rows = graphAsset(() => clean({ rows: fetchRows() }));',
      });
      expect(errors).toEqual([]);
      expect(steps.map(({ key, op }) => [key, op])).toEqual([
        ['rows.fetchRows', 'fetchRows'],
        ['rows.clean', 'clean'],
      ]);
    });

    test('an error names the cell and the line where the definition, or the use of an op, stands', async () => {
      const { errors } = await defined({
        first:
          'import { asset, job, op } from "dagbook";\n\nexport const a = asset({ group: "!" }, () => 1);\n\nconst work = op({ ins: {} }, () => 1);\nexport const j = job(() => {\n  work();\n  work({ n: 1 });\n});',
        factory: '\nconst make = (name, owners) =>\n  asset({ name, owners }, () => 1);',
        made: 'export const fine = make("fine", []);\n\nexport const list = [\n  make("bad", ["nobody"]),\n];',
        twice: '\n\n\nexport const again = asset({ name: "fine" }, () => 1);',
      });
      expect(errors.map(({ message, at }) => [message, at])).toEqual([
        [expect.stringContaining('asset a: group "!"'), { cell: 'first', line: 3, column: expect.any(Number) }],
        [expect.stringContaining('asset bad: owner "nobody"'), { cell: 'made', line: 4, column: expect.any(Number) }],
        [expect.stringContaining('the asset key "fine" is defined 2 times'), { cell: 'made', line: 1, column: expect.any(Number) }],
        [expect.stringContaining('the asset key "fine" is defined 2 times'), { cell: 'twice', line: 4, column: expect.any(Number) }],
        [expect.stringContaining('job j: work_2 has no input "n"'), { cell: 'first', line: 8, column: expect.any(Number) }],
      ]); // prettier-ignore
    });
  });
}
