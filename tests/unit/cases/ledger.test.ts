import { describe, expect, test } from 'vitest';
import { allCases, caseOf } from '../../contract/cases/case-bench';
import { instanceSuites } from '../../contract/cases/instance-cases';
import { automationCases } from '../daemon/conditions/automation-cases';
import { daemonCases } from './daemon-cases';
import { definitionCases } from './definition-cases';
import { partitionCases } from './partition-cases';
import { selectionCases } from './selection-cases';

const tables = {
  ...selectionCases,
  ...partitionCases,
  ...definitionCases,
  ...automationCases,
  ...daemonCases,
};

describe('Dagster’s cases, by what runs their own given', () => {
  test.each(Object.keys(tables))('%s', (id) => tables[id]!(caseOf(id)));
});

/** Decided when a daemon ticks, not by definitions: not here. */
const ofTheDaemon = new Set(['automation', 'run_queue', 'backfill', 'freshness', 'schedule', 'sensor']);
const decidedByDefinitions = ['sch-05-skip', 'sch-14-default-tz', 'sen-02-default', 'sen-11-cursor'];

describe('the ledger of all cases', () => {
  const ids = allCases.map(({ id }) => id);
  const run = [...Object.keys(tables), ...instanceSuites.flatMap(({ cases }) => Object.keys(cases))].filter(
    (id) => ids.includes(id),
  );
  const left = allCases.filter(({ id }) => !run.includes(id));

  test('each is run once, or is the daemon’s', () => {
    expect(ids).toHaveLength(159);
    expect(new Set(run).size).toBe(run.length);
    expect(left.filter(({ area }) => !ofTheDaemon.has(area)).map(({ id }) => id)).toEqual([]);
  });

  test('of the daemon’s those are run that definitions, conditions, the queue and backfills decide', () => {
    const ticked = { ...automationCases, ...daemonCases };
    const others = run.filter((id) => ofTheDaemon.has(caseOf(id).area) && !(id in ticked));
    expect(others.sort()).toEqual(decidedByDefinitions);
    expect(left).toHaveLength(15);
  });
});
