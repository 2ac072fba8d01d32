import { asset, assetCheck, job, op, type AssetDefinition } from 'dagbook';
import { ephemeralInstance, materialize } from 'dagbook/testing';
import { expect } from 'vitest';
import { assetKeyPath } from '$lib/definitions/asset-key';
import type { DagsterCase } from '../../contract/cases/case-bench';
import { launched } from '../../fixtures/ended-run';
import { alike, type CaseTable } from './case-table';

/** Assets from `[upstream, downstream]` pairs, or from their tags. */
function assetsOf({ graph, assets = {} }: DagsterCase['given']): Record<string, AssetDefinition> {
  const edges: readonly (readonly [string, string])[] = graph?.edges ?? [];
  const made: Record<string, AssetDefinition> = {};
  for (const key of new Set([...edges.flat(), ...Object.keys(assets)]))
    made[key] = asset(
      { deps: edges.filter(([, to]) => to === key).map(([from]) => from), ...assets[key] },
      () => 1,
    );
  return made;
}

/** What is materialized when it is selected; an error is the selection's own and says where. */
const selects = async ({ given, expect: expected }: DagsterCase) => {
  if (expected.error)
    return expect(materialize({ a: asset(() => 1) }, { selection: given.selection })).rejects.toMatchObject({
      name: 'SelectionSyntax',
      message: expect.stringMatching(/at character \d+/),
    });
  const result = await materialize(assetsOf(given), { selection: given.selection });
  const made = result.materializations().map(({ assetKey }) => assetKey);
  expect(made.sort()).toEqual(expected.keys);
};

/** A job of ops in a chain, `a->b->c`, whose edges only order. */
const chain = (text: string) =>
  job({ name: 'chain' }, () => {
    let before: readonly never[] = [];
    for (const name of text.split('->')) before = [op({ name }, () => {})({}, { after: before }) as never];
  });

/** The steps of the run that an op selection of such a chain gives. */
export async function selectedOps(text: string, opSelection: readonly string[]): Promise<readonly string[]> {
  const instance = ephemeralInstance();
  try {
    await instance.load({ chain: chain(text) });
    const run = await launched(instance, { location: 'definitions', jobName: 'chain', opSelection });
    expect(run.status).toBe('SUCCESS');
    return run.plan.steps.map(({ key }) => key);
  } finally {
    await instance.close();
  }
}

const selectsOps = async ({ given, expect: { ops } }: DagsterCase) => {
  expect(await selectedOps(given.job, given.op_selection)).toEqual(ops);
};

const keyOf = ({ given, expect: { path } }: DagsterCase) => {
  expect(assetKeyPath(given.user_string)).toEqual(path);
  const made = asset({ key: path }, () => 1);
  // A check takes the asset by the key as the user writes it.
  const check = assetCheck({ asset: given.user_string, name: 'there' }, () => true);
  return materialize({ made, check }).then((result) => {
    expect(result.checkEvaluations(given.user_string)).toHaveLength(1);
  });
};

const selections = [
  'sel-01-star', 'sel-02-key', 'sel-03-upstream-all', 'sel-04-upstream-depth1', 'sel-07-both',
  'sel-08-depth-beyond-graph', 'sel-12-parens-traversal', 'sel-13-roots-of-selection', 'sel-15-wildcard',
  'sel-17-case-keywords', 'sel-err-03', 'sel-err-05', 'sel-err-06', 'sel-err-07', 'sel-err-08', 'sel-err-10',
  'sel-tag-kv',
]; // prettier-ignore

export const selectionCases: CaseTable = {
  ...alike(selections, selects),
  ...alike(['key-01', 'key-02'], keyOf),
  ...alike(['opsel-04', 'opsel-05'], selectsOps),
};
