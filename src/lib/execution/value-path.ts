import { assetKeyPath } from '../definitions/asset-key';
import { keyDelimiter } from '../definitions/partitions/key-space';
import type { AssetKeyString } from '../definitions/snapshot';

/** Where an IO manager puts an asset (or one partition of it), without its base: Dagster's UPathIOManager. */
export const assetPath = (key: AssetKeyString, partition?: string): string =>
  [...assetKeyPath(key).map(segment), ...(partition === undefined ? [] : [partitionPath(partition)])].join(
    '/',
  );

/** Of a partition of several dimensions, a folder for each, in the order of their names: Dagster's rule. */
export const partitionPath = (key: string): string => key.split(keyDelimiter).map(segment).join('/');

/** Where an IO manager puts an output that is no asset. */
export const outputPath = (runId: string, step: string, output: string, mappingKey?: string): string =>
  [runId, step, output, ...(mappingKey === undefined ? [] : [mappingKey])].map(segment).join('/');

/** One part of a path: what would climb out of the folder, or begin another, is written as `%XX`. */
export const segment = (text: string): string =>
  /^\.{1,2}$/.test(text)
    ? text.replaceAll('.', '%2E')
    : text.replace(/[/\\%\u0000-\u001f]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`); // prettier-ignore
