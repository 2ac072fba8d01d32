import { describe, expect, test } from 'vitest';
import { allCases, caseOf } from '../../contract/cases/case-bench';
import { instanceSuites } from '../../contract/cases/instance-cases';
import { automationCases } from '../daemon/conditions/automation-cases';
import { tickCases } from '../daemon/ticks/tick-cases';
import { daemonCases } from './daemon-cases';
import { definitionCases } from './definition-cases';
import { freshnessCases } from './freshness-cases';
import { partitionCases } from './partition-cases';
import { selectionCases } from './selection-cases';

const tables = {
  ...selectionCases,
  ...partitionCases,
  ...definitionCases,
  ...automationCases,
  ...tickCases,
  ...freshnessCases,
  ...daemonCases,
};

describe('Dagster’s cases, by what runs their own given', () => {
  test.each(Object.keys(tables))('%s', (id) => tables[id]!(caseOf(id)));
});

test('the ledger: each of Dagster’s cases is run once', () => {
  const ids = allCases.map(({ id }) => id);
  const run = [...Object.keys(tables), ...instanceSuites.flatMap(({ cases }) => Object.keys(cases))];
  expect(ids).toHaveLength(159);
  expect(run.filter((id) => ids.includes(id)).sort()).toEqual(ids.toSorted());
});
