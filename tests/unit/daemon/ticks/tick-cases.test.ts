import { describe, test } from 'vitest';
import { caseOf } from '../../../contract/cases/case-bench';
import { tickCases } from './tick-cases';

describe('Dagster’s cases of schedules and sensors', () => {
  test.each(Object.keys(tickCases))('%s', (id) => tickCases[id]!(caseOf(id)));
});
