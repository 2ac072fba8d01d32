import { appended } from '../base/appended';
import { DagbookError } from '../base/errors';
import type { ExecutionStep } from './execution-plan';
import { PriorityQueue } from './priority-queue';
import { upstreamSteps } from './sources';

export class CyclicPlanError extends DagbookError {
  static override readonly name: string = 'CyclicPlanError';
}

interface Node {
  readonly key: string;
  readonly step: ExecutionStep;
  waitingFor: number;
  dependents: readonly Node[];
}

const none: readonly never[] = [];

/** The steps with every step after those it depends on; among the free ones the least key first. */
export function topologicalOrder(steps: readonly ExecutionStep[]): readonly ExecutionStep[] {
  const nodes = new Map<string, Node>();
  for (const step of steps) nodes.set(step.key, { key: step.key, step, waitingFor: 0, dependents: none });
  const free = new PriorityQueue<Node>((a, b) => a.key < b.key);
  for (const node of nodes.values()) {
    const upstream = upstreamSteps(node.step);
    for (const key of upstream) {
      const before = nodes.get(key);
      if (before) before.dependents = appended(before.dependents, node);
    }
    node.waitingFor = upstream.length;
    if (upstream.length === 0) free.push(node);
  }

  const order: ExecutionStep[] = [];
  for (let node = free.pop(); node; node = free.pop()) {
    order.push(node.step);
    for (const next of node.dependents) if (--next.waitingFor === 0) free.push(next);
  }
  if (order.length === steps.length) return order;
  const stuck = steps.filter(({ key }) => nodes.get(key)!.waitingFor > 0).map(({ key }) => key);
  throw new CyclicPlanError(`These steps wait for each other: ${stuck.join(', ')}`, {
    remedy: 'Take out one of the dependencies that close the circle.',
  });
}
