import { DagbookError } from '../base/errors';
import type { ExecutionStep } from './execution-plan';
import { PriorityQueue } from './priority-queue';
import { upstreamSteps } from './sources';

export class CyclicPlanError extends DagbookError {
  static override readonly name: string = 'CyclicPlanError';
}

/** The steps with every step after those it depends on; among the free ones the least key first. */
export function topologicalOrder(steps: readonly ExecutionStep[]): readonly ExecutionStep[] {
  const dependents = new Map<string, ExecutionStep[]>(steps.map((step) => [step.key, []]));
  const waitingFor = new Map<string, number>();
  const free = new PriorityQueue<ExecutionStep>((a, b) => a.key < b.key);

  for (const step of steps) {
    const upstream = upstreamSteps(step);
    for (const key of upstream) dependents.get(key)?.push(step);
    waitingFor.set(step.key, upstream.size);
    if (upstream.size === 0) free.push(step);
  }

  const order: ExecutionStep[] = [];
  for (let step = free.pop(); step; step = free.pop()) {
    order.push(step);
    for (const next of dependents.get(step.key)!) {
      const left = waitingFor.get(next.key)! - 1;
      waitingFor.set(next.key, left);
      if (left === 0) free.push(next);
    }
  }
  if (order.length === steps.length) return order;
  const stuck = steps.filter((step) => waitingFor.get(step.key)! > 0).map((step) => step.key);
  throw new CyclicPlanError(`These steps wait for each other: ${stuck.join(', ')}`, {
    remedy: 'Take out one of the dependencies that close the circle.',
  });
}
