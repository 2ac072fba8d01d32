import type { Json } from '../base/json';
import { assetKeyPath, assetKeyText } from './asset-key';
import type { AssetReference } from './asset-in';
import { isKind, kind } from './brand';
import { checkRunTags } from './definition-rules';
import { isRecord } from './config/config-path';
import { checkKeys } from './partitions/check-partitions';
import { plainJson } from './plain-json';
import type { DynamicPartitionsRequest, RunRequest, SkipReason } from './run-request';
import type { SensorResult } from './sensor-result';
import type { AssetKeyString, RunConfig } from './snapshot';
import { assetEventYield } from './step-events';
import { invalid, quoted } from './step-shape';
import type { AssetEventYield } from './step-yield';
import { didYouMean } from './suggestion';

/** A run that a tick asks for, as data. */
export interface RequestedRun {
  /** Absent where only `assetSelection` says what to run. */
  readonly jobName?: string;
  readonly runKey?: string;
  readonly runConfig?: RunConfig;
  readonly tags: Readonly<Record<string, string>>;
  readonly partitionKey?: string;
  readonly assetSelection?: readonly AssetKeyString[];
  /** Of the assets, only those that are not fresh. */
  readonly staleAssetsOnly?: true;
  /** Only these checks, instead of all of the assets. */
  readonly checks?: readonly RequestedCheck[];
}

/** A check, by the asset that it judges and its own name. */
export interface RequestedCheck {
  readonly assetKey: AssetKeyString;
  readonly name: string;
}

/** What came of a tick's function. With a `skipReason` no runs are asked for. */
export interface TickOutcome {
  readonly runRequests: readonly RequestedRun[];
  readonly skipReason?: string;
  /** What to keep for the next evaluation; absent: what was there. */
  readonly cursor?: string;
  readonly dynamicPartitionsRequests: readonly DynamicPartitionsRequest[];
  readonly assetEvents: readonly AssetEventYield[];
}

/** Whose tick it is, and what it may ask for. */
export interface TickSubject {
  readonly name: string;
  /** The one that a request is for, or those of which it must name one. Without, any is taken. */
  readonly jobs?: readonly string[];
  /** Put under the tags of each request. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The keys of an asset that is given by its definition. */
  readonly keysOf?: (reference: unknown) => readonly AssetKeyString[];
}

type Answered = RunRequest | SkipReason | SensorResult;

/** All that a function returned or yielded, one after another. A record of no kind is a run config. */
export async function answersOf(
  returned: unknown,
  asRequest: (config: object) => RunRequest,
): Promise<unknown[]> {
  const result = await returned;
  if (result === undefined || result === null) return [];
  if (/^\[object (Async)?Generator\]$/.test(Object.prototype.toString.call(result))) {
    const answers: unknown[] = [];
    for await (const answer of result as AsyncIterable<unknown>) answers.push(answer);
    return answers;
  }
  if (Array.isArray(result)) return result;
  return isRecord(result) && (result as { [kind]?: unknown })[kind] === undefined
    ? [asRequest(result)]
    : [result];
}

/** What the answers ask for, by Dagster's rules. Throws `InvalidTick`. */
export function tickOutcome(
  subject: TickSubject,
  answers: readonly unknown[],
  noAnswer: string,
): TickOutcome {
  const refuse = (message: string, remedy: string) => invalid(subject, message, remedy, 'InvalidTick');
  const known = answers.map((answer) => {
    if (isAnswer(answer)) return answer;
    throw refuse(
      'it answered something that is no RunRequest, SkipReason or SensorResult',
      'Return or yield new RunRequest({ … }) or new SkipReason("…").',
    );
  });
  const results = known.filter((each) => isKind<SensorResult>(each, 'SensorResult'));
  if (results.length > 0 && known.length > 1)
    throw refuse('it answered a SensorResult and something else', 'Put everything into one SensorResult.');
  const [result] = results;
  const requests = result?.runRequests ?? known.filter((each) => isKind<RunRequest>(each, 'RunRequest'));
  const skips = result?.skipReason
    ? [result.skipReason]
    : known.filter((each) => isKind<SkipReason>(each, 'SkipReason'));
  if (skips.length > 0 && requests.length > 0)
    throw refuse('it answered both a RunRequest and a SkipReason', 'Answer runs, or why there are none.');
  if (skips.length > 1) throw refuse('it answered several SkipReasons', 'Give one.');
  return {
    runRequests: requests.map((request) => requestedRun(subject, request)),
    ...(requests.length === 0 && { skipReason: skips[0]?.skipMessage || noAnswer }),
    ...(result?.cursor !== undefined && { cursor: String(result.cursor) }),
    dynamicPartitionsRequests: (result?.dynamicPartitionsRequests ?? []).map((each) =>
      partitionsRequest(subject, each),
    ),
    assetEvents: (result?.assetEvents ?? []).map((event) => assetEventYield(subject, event)),
  };
}

const isAnswer = (answer: unknown): answer is Answered =>
  ['RunRequest', 'SkipReason', 'SensorResult'].some((name) =>
    isKind<Answered>(answer, name as Answered[typeof kind]),
  );

function requestedRun(subject: TickSubject, request: RunRequest): RequestedRun {
  const { runKey, runConfig, partitionKey, assetSelection, assetCheckKeys, staleAssetsOnly } = request;
  const tags = { ...subject.tags, ...request.tags };
  for (const { message, remedy } of checkRunTags(tags))
    throw invalid(subject, message, remedy, 'InvalidTick');
  const keysOf = (reference: AssetReference | AssetKeyString): readonly AssetKeyString[] =>
    typeof reference === 'string'
      ? [assetKeyText(assetKeyPath(reference))]
      : (subject.keysOf ?? unknownAsset(subject))(reference);
  const checks = assetCheckKeys?.flatMap(({ assetKey, name }) =>
    keysOf(assetKey).map((key) => ({ assetKey: key, name: String(name) })),
  );
  const isOfChecks = checks !== undefined && assetSelection === undefined;
  const jobName = jobOf(subject, request.jobName, assetSelection !== undefined || isOfChecks);
  return {
    ...(jobName !== undefined && { jobName }),
    ...(runKey !== undefined && { runKey: String(runKey) }),
    ...(runConfig !== undefined && { runConfig: plainJson(runConfig) as RunConfig }),
    tags,
    ...(partitionKey !== undefined && { partitionKey: String(partitionKey) }),
    ...((assetSelection || isOfChecks) && { assetSelection: (assetSelection ?? []).flatMap(keysOf) }),
    ...(staleAssetsOnly && { staleAssetsOnly }),
    ...(checks && { checks }),
  };
}

const unknownAsset = (subject: TickSubject) => () => {
  throw invalid(
    subject,
    'the key of an asset is not known here',
    'Give assetSelection as keys.',
    'InvalidTick',
  );
};

function jobOf(
  { name, jobs }: TickSubject,
  asked: string | undefined,
  hasSelection: boolean,
): string | undefined {
  if (!jobs || (asked === undefined && jobs.length === 1)) return asked ?? jobs?.[0];
  if (asked === undefined && jobs.length === 0 && hasSelection) return undefined;
  if (asked !== undefined && (jobs.includes(asked) || jobs.length === 0)) return asked;
  const message =
    asked === undefined
      ? jobs.length === 0
        ? 'a RunRequest does not say what to run'
        : 'a RunRequest does not say of which job it is'
      : `a RunRequest is for the job "${asked}", which it does not run.${didYouMean(asked, jobs)}`;
  throw invalid({ name }, message, jobs.length === 0 ? 'Give jobName or assetSelection.' : `Give jobName: one of ${quoted(jobs)}.`, 'InvalidTick'); // prettier-ignore
}

function partitionsRequest(
  subject: TickSubject,
  request: DynamicPartitionsRequest,
): DynamicPartitionsRequest {
  const { type, partitionsDefName, partitionKeys } = plainJson(
    request as unknown as Json,
  ) as never as DynamicPartitionsRequest;
  if (
    (type !== 'add' && type !== 'delete') ||
    typeof partitionsDefName !== 'string' ||
    !Array.isArray(partitionKeys)
  )
    throw invalid(
      subject,
      'a request for dynamic partitions is not one',
      'Write { type: "add", partitionsDefName, partitionKeys }.',
      'InvalidTick',
    );
  for (const { message, remedy } of checkKeys(partitionKeys))
    throw invalid(subject, message, remedy, 'InvalidTick');
  return { type, partitionsDefName, partitionKeys };
}
