import type { Clock } from '../base/clock';
import type { Json } from '../base/json';
import type { DagsterRun, ObservationRecord } from '../definitions/dagster-instance';
import type {
  AskInstance,
  InstanceAnswer,
  RecordsQuestion,
  RunsQuestion,
} from '../definitions/instance-question';
import type { DynamicPartitionsRequest } from '../definitions/run-request';
import type { AssetEventYield } from '../definitions/step-yield';
import { recordOf } from '../daemon/ticks/watched-events';
import type { Workspace } from '../daemon/workspace';
import { namedVariables } from '../definitions/env-var';
import type { EventOf, NewEvent } from '../events/event';
import { redactor } from '../execution/redact';
import { reportedEvent } from '../plan/reported-event';
import type { Storage, RunSummary } from '../storage/storage';
import { RunNotFound } from '../storage/storage-errors';
import { type Environment, resolveVariables } from './environment';
import type { Instance } from './instance';
import { checkUserTags } from './run-tags';
import type { Trusts } from './trust';

export interface AnswerInstanceDeps {
  readonly storage: Storage;
  readonly trusts: Trusts;
  readonly clock: Clock;
  readonly workspace: () => Promise<Pick<Workspace, 'locations'>>;
  readonly environment: Environment;
  /** What each run of a location that is under way was given: a launch may name variables of its own. */
  readonly variablesInUse: (location: string) => readonly Readonly<Record<string, string>>[];
  readonly partitions: Pick<Instance, 'addDynamicPartitions' | 'deleteDynamicPartitions'>;
}

/** Answers what the code of a location asks of the instance by `context.instance`, as far as it may know. */
export function answerInstance(
  location: string,
  { storage, trusts, clock, partitions, workspace, environment, variablesInUse }: AnswerInstanceDeps,
): AskInstance {
  async function records({ ask, ...filter }: RecordsQuestion): Promise<InstanceAnswer> {
    const madeBy = await trusts.sees(location, filter.assetKey);
    if (ask === 'materializations')
      return (await storage.assetRecords({ ...filter, type: 'ASSET_MATERIALIZATION', madeBy })).map(recordOf);
    return (await storage.assetRecords({ ...filter, type: 'ASSET_OBSERVATION', madeBy })).map(observationOf);
  }

  async function runs({ ask: _, ...filter }: RunsQuestion): Promise<readonly DagsterRun[]> {
    const isLimited = !(await trusts.hearsAll(location));
    return (await storage.runSummaries({ ...filter, ...(isLimited && { location }) })).map(runOf);
  }

  async function changePartitions({
    type,
    partitionsDefName: name,
    partitionKeys,
  }: DynamicPartitionsRequest) {
    await trusts.assertPartitions(location, name);
    if (type === 'add') await partitions.addDynamicPartitions(name, partitionKeys);
    else await partitions.deleteDynamicPartitions(name, partitionKeys);
  }

  /** Of what it may not see, it does not learn that it is there. */
  async function addTags({ runId, tags }: { readonly runId: string; readonly tags: DagsterRun['tags'] }) {
    checkUserTags(tags);
    const [run] = await runs({ ask: 'runs', ids: [runId], limit: 1 });
    if (!run) throw new RunNotFound(runId);
    await storage.addRunTags(runId, tags);
  }

  async function report(event: AssetEventYield): Promise<void> {
    await trusts.assertWrites(location, event.assetKey);
    const own = (await workspace()).locations.find(({ name }) => name === location);
    const names = namedVariables(own?.snapshot as unknown as Json);
    const granted = trusts.environmentOf(location, environment);
    // What it may not read, it cannot have written.
    const get = (name: string) => granted.get(name).catch(() => undefined);
    const env = await resolveVariables({ get }, names);
    const clean = [...variablesInUse(location), env].reduce<NewEvent>(
      (said, values) => redactor(values)(said),
      reportedEvent(event, clock.now()),
    );
    await storage.append([clean]);
  }

  return async (question) => {
    switch (question.ask) {
      case 'materializations':
      case 'observations':
        return records(question);
      case 'runs':
        return runs(question);
      case 'materializedPartitions': {
        const { assetKey } = question;
        return storage.materializedPartitions(assetKey, await trusts.sees(location, assetKey));
      }
      case 'dynamicPartitions':
        await trusts.assertPartitions(location, question.name);
        return storage.dynamicPartitions(question.name);
      case 'changeDynamicPartitions':
        return changePartitions(question.request);
      case 'addRunTags':
        return addTags(question);
      case 'report':
        return report(question.event);
    }
  };
}

const observationOf = ({
  id: storageId,
  runId,
  assetKey,
  timestamp,
  data: { partition, metadata, tags = {}, dataVersion },
}: EventOf<'ASSET_OBSERVATION'>): ObservationRecord => ({
  ...{ storageId, runId, assetKey: assetKey!, timestamp, metadata, tags },
  ...(partition !== undefined && { partitionKey: partition }),
  ...(dataVersion !== undefined && { dataVersion }),
});

const runOf = ({
  id,
  jobName,
  status,
  location,
  tags,
  createdAt,
  startedAt,
  endedAt,
}: RunSummary): DagsterRun => ({
  ...{ runId: id, jobName, status, location, tags, createdAt },
  ...(startedAt !== undefined && { startedAt }),
  ...(endedAt !== undefined && { endedAt }),
});
