import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { EntityId } from './entity';
import { keepSubset, type KeptSubset } from './entity-subset';

/** What a node remembers: the subset that was true before, or the code version. */
type NodeMemory = PartitionSubset | KeptSubset | string;

/** What is remembered of an asset or check from one evaluation to the next. */
export interface EntityMemory {
  /** Hash of its condition. */
  readonly condition: string;
  /** Its partitions definition, as a hash; absent: it has none. */
  readonly partitions?: string;
  /** What the last evaluation requested; absent: nothing. */
  readonly requested?: PartitionSubset | KeptSubset;
  /** By the id of the node; what is empty is left out. */
  readonly nodes: ReadonlyMap<string, NodeMemory>;
  /** The last evaluation was not at rest: the next one can have another result though nothing happens. */
  readonly isUnsettled: boolean;
  /** When it was last requested, in ms. */
  readonly requestedAt?: number;
}

/** What is remembered of all evaluations of an automation. */
export interface AutomationMemory {
  readonly evaluationId: number;
  /** When the last evaluation was, in ms since the epoch; absent: there was none. */
  readonly timestamp?: number;
  /** The last event that it has seen. */
  readonly eventId?: number;
  readonly entities: ReadonlyMap<EntityId, EntityMemory>;
}

export const noMemory: AutomationMemory = { evaluationId: 0, entities: new Map() };

type StoredEntity = readonly [
  condition: number,
  partitions: string,
  requested: KeptSubset | 0,
  isUnsettled: 0 | 1,
  nodes?: Readonly<Record<string, KeptSubset | string>>,
  requestedAt?: number,
];

const stored = new WeakMap<EntityMemory, { readonly index: number; readonly value: StoredEntity }>();

/** As text, short: conditions that many assets have stand in it once. */
export function writeMemory({ evaluationId, timestamp, eventId, entities }: AutomationMemory): string {
  const conditions = new Map<string, number>();
  const written: Record<string, StoredEntity> = {};
  for (const [id, memory] of entities) {
    let index = conditions.get(memory.condition);
    if (index === undefined) conditions.set(memory.condition, (index = conditions.size));
    const known = stored.get(memory);
    const value = known?.index === index ? known.value : storeEntity(memory, index);
    if (value !== known?.value) stored.set(memory, { index, value });
    written[id] = value;
  }
  return JSON.stringify({
    v: 1,
    evaluationId,
    timestamp,
    eventId,
    conditions: [...conditions.keys()],
    entities: written,
  });
}

function storeEntity(memory: EntityMemory, condition: number): StoredEntity {
  const { partitions = '', requested, nodes, isUnsettled, requestedAt } = memory;
  const kept = Object.fromEntries(Array.from(nodes, ([id, node]) => [id, keep(node)]));
  return [
    condition,
    partitions,
    requested === undefined ? 0 : (keep(requested) as KeptSubset),
    isUnsettled ? 1 : 0,
    ...(nodes.size > 0 || requestedAt !== undefined ? [kept] : []),
    ...(requestedAt !== undefined ? [requestedAt] : []),
  ] as unknown as StoredEntity;
}

const keep = (node: NodeMemory): KeptSubset | string =>
  typeof node === 'object' && 'space' in node ? keepSubset(node) : node;

/** What cannot be read is as if it had never been evaluated. */
export function readMemory(text: string | undefined): AutomationMemory {
  if (text === undefined) return noMemory;
  try {
    const { v, evaluationId, timestamp, eventId, conditions, entities } = JSON.parse(text);
    if (v !== 1) return noMemory;
    const read = Object.entries(entities as Record<string, StoredEntity>).map(
      ([id, [condition, partitions, requested, isUnsettled, nodes = {}, requestedAt]]) => {
        const memory: EntityMemory = {
          condition: conditions[condition],
          ...(partitions !== '' && { partitions }),
          ...(requested !== 0 && { requested }),
          nodes: new Map(Object.entries(nodes)),
          isUnsettled: isUnsettled === 1,
          ...(requestedAt !== undefined && { requestedAt }),
        };
        return [id, memory] as const;
      },
    );
    return { evaluationId, timestamp, eventId, entities: new Map(read) };
  } catch {
    return noMemory;
  }
}
