import type { AssetSnapshot } from '../definitions/snapshot';

/** Where a selection has assets to make, a run makes these; observable ones are looked at in runs of their own. */
export function madeTogether<Asset extends Pick<AssetSnapshot, 'isExecutable' | 'isObservable'>>(
  selected: readonly Asset[],
): readonly Asset[] {
  const executable = selected.filter(({ isExecutable }) => isExecutable);
  const made = executable.filter(({ isObservable }) => !isObservable);
  return made.length > 0 ? made : executable;
}
