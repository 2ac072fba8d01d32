import type { Verb } from './verb';
import { assetList } from './verbs/asset-list';
import { assetMaterialize } from './verbs/asset-materialize';
import { definitionsValidate } from './verbs/definitions-validate';
import { instanceInfo } from './verbs/instance-info';
import { notebookCheck } from './verbs/notebook-check';
import { notebookFmt } from './verbs/notebook-fmt';
import { runList } from './verbs/run-list';
import { runShow } from './verbs/run-show';

export const verbs: readonly Verb[] = [
  assetList,
  assetMaterialize,
  runList,
  runShow,
  definitionsValidate,
  notebookCheck,
  notebookFmt,
  instanceInfo,
];
