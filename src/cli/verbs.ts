import type { InstigatorKind } from './find-instigator';
import type { Verb } from './verb';
import { assetList } from './verbs/asset-list';
import { assetMaterialize } from './verbs/asset-materialize';
import { assetObserve } from './verbs/asset-observe';
import { assetWipe } from './verbs/asset-wipe';
import { backfillControl } from './verbs/backfill-control';
import { backfillList } from './verbs/backfill-list';
import { backfillShow } from './verbs/backfill-show';
import { daemonRun } from './verbs/daemon-run';
import { definitionsValidate } from './verbs/definitions-validate';
import { dev } from './verbs/dev';
import { instanceBackup } from './verbs/instance-backup';
import { instanceConcurrency } from './verbs/instance-concurrency';
import { instanceExport } from './verbs/instance-export';
import { instanceInfo } from './verbs/instance-info';
import { instancePrune } from './verbs/instance-prune';
import { instanceRestore } from './verbs/instance-restore';
import { instanceSalvage, instanceSetAside } from './verbs/instance-salvage';
import { instigatorList } from './verbs/instigator-list';
import { instigatorLogs } from './verbs/instigator-logs';
import { instigatorPreview } from './verbs/instigator-preview';
import { instigatorSwitch } from './verbs/instigator-switch';
import { jobBackfill } from './verbs/job-backfill';
import { jobExecute } from './verbs/job-execute';
import { jobList } from './verbs/job-list';
import { notebookBundle } from './verbs/notebook-bundle';
import { notebookCheck } from './verbs/notebook-check';
import { notebookConvert } from './verbs/notebook-convert';
import { notebookFmt } from './verbs/notebook-fmt';
import { runCancel } from './verbs/run-cancel';
import { runDelete } from './verbs/run-delete';
import { runExport } from './verbs/run-export';
import { runList } from './verbs/run-list';
import { runReexecute } from './verbs/run-reexecute';
import { runShow } from './verbs/run-show';
import { runWipe } from './verbs/run-wipe';
import { sensorCursor } from './verbs/sensor-cursor';

const instigatorVerbs = (kind: InstigatorKind): readonly Verb[] => [
  instigatorList(kind),
  instigatorPreview(kind),
  instigatorSwitch(kind, 'start'),
  instigatorSwitch(kind, 'stop'),
  instigatorSwitch(kind, 'reset'),
  instigatorLogs(kind),
];

export const verbs: readonly Verb[] = [
  dev,
  daemonRun,
  assetList,
  assetMaterialize,
  assetObserve,
  assetWipe,
  jobList,
  jobExecute,
  jobBackfill,
  backfillList,
  backfillShow,
  backfillControl('cancel'),
  backfillControl('pause'),
  backfillControl('resume'),
  backfillControl('retry'),
  ...instigatorVerbs('schedule'),
  ...instigatorVerbs('sensor'),
  sensorCursor,
  runList,
  runShow,
  runExport,
  runReexecute,
  runCancel,
  runDelete,
  runWipe,
  definitionsValidate,
  notebookCheck,
  notebookBundle,
  notebookConvert,
  notebookFmt,
  instanceInfo,
  instanceConcurrency,
  instancePrune,
  instanceBackup,
  instanceRestore,
  instanceSalvage,
  instanceSetAside,
  instanceExport,
];
