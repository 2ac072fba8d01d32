import type { Verb } from './verb';
import { assetList } from './verbs/asset-list';
import { assetMaterialize } from './verbs/asset-materialize';
import { assetObserve } from './verbs/asset-observe';
import { assetWipe } from './verbs/asset-wipe';
import { definitionsValidate } from './verbs/definitions-validate';
import { instanceInfo } from './verbs/instance-info';
import { jobExecute } from './verbs/job-execute';
import { jobList } from './verbs/job-list';
import { notebookCheck } from './verbs/notebook-check';
import { notebookFmt } from './verbs/notebook-fmt';
import { runDelete } from './verbs/run-delete';
import { runList } from './verbs/run-list';
import { runReexecute } from './verbs/run-reexecute';
import { runShow } from './verbs/run-show';

export const verbs: readonly Verb[] = [
  assetList,
  assetMaterialize,
  assetObserve,
  assetWipe,
  jobList,
  jobExecute,
  runList,
  runShow,
  runReexecute,
  runDelete,
  definitionsValidate,
  notebookCheck,
  notebookFmt,
  instanceInfo,
];
