import { readFile } from 'node:fs/promises';
import type { InstanceSettings } from '../../daemon/instance-settings';
import { parseSettingsText } from '../settings-text';

/** The settings that the file at `path` says; `undefined` where there is no file. Rejects with `InvalidSettings`. */
export async function readSettingsFile(path: string): Promise<InstanceSettings | undefined> {
  try {
    return parseSettingsText(await readFile(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
