import { z } from 'zod/mini';
import { mostAnswered } from '../../definitions/ask-dagster-instance';
import type { DagsterRun } from '../../definitions/dagster-instance';
import type { InstanceQuestion, RecordsQuestion, RunsQuestion } from '../../definitions/instance-question';
import { assetKey, flag, name, textByName, type Fields } from './fields';
import { assetEventYield, dynamicPartitionsRequest } from './message-schemas';

const place = z.optional(z.number());
const names = z.optional(z.array(name));
const limit = z.number().check(z.int(), z.gte(1), z.lte(mostAnswered + 1));

const statuses = [
  'QUEUED', 'NOT_STARTED', 'STARTING', 'STARTED', 'SUCCESS', 'FAILURE', 'CANCELING', 'CANCELED',
] as const satisfies readonly DagsterRun['status'][]; // prettier-ignore

/** What may be asked of the instance. */
export const instanceQuestionSchema: z.ZodMiniType<InstanceQuestion> = z.discriminatedUnion('ask', [
  z.object({
    ask: z.enum(['materializations', 'observations']),
    assetKey,
    partitions: names,
    after: place,
    before: place,
    from: place,
    until: place,
    ascending: flag,
    limit,
  } satisfies Fields<RecordsQuestion>),
  z.object({
    ask: z.literal('runs'),
    ids: names,
    jobName: z.optional(name),
    statuses: z.optional(z.array(z.enum(statuses))),
    tags: z.optional(textByName),
    createdFrom: place,
    createdBefore: place,
    before: z.optional(name),
    limit,
  } satisfies Fields<RunsQuestion>),
  z.object({ ask: z.literal('materializedPartitions'), assetKey }),
  z.object({ ask: z.literal('dynamicPartitions'), name }),
  z.object({ ask: z.literal('changeDynamicPartitions'), request: dynamicPartitionsRequest }),
  z.object({ ask: z.literal('addRunTags'), runId: name, tags: textByName }),
  z.object({ ask: z.literal('report'), event: assetEventYield }),
]);
