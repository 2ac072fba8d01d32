import { randomId } from '../../base/ids';
import type { RunConfig } from '../../definitions/snapshot';
import type { JobId } from '../../storage/automation-storage';
import { m } from '../../words/generated/messages.js';
import { configText } from './config-text';
import { latestPartition, readLaunchpad, type Launchpad, type LaunchpadDraft, type NamedDraft } from './launchpad-tabs'; // prettier-ignore

/** Where the launchpad of a job is kept, or with the name of the implicit one that of the assets of a location. */
export const launchpadKey = ({ location, name }: JobId): string => `dagbook launchpad ${location} ${name}`;

/** What a browser without room could not keep: it lasts as long as the page. */
const unkept = new Map<string, string>();

/** A draft with nothing in it but what is given. */
export const newDraft = (
  name: string,
  { config, ...given }: Partial<LaunchpadDraft> & { readonly config?: RunConfig | undefined } = {},
): NamedDraft => ({
  id: randomId(),
  name,
  text: configText(config ?? {}, []),
  subset: '',
  tags: [],
  partitions: latestPartition,
  ...given,
});

/** The launchpad as it was left in this browser; `config`: that of the job, with which the first tab begins. */
export function keptLaunchpad(of: JobId, config?: RunConfig): Launchpad {
  const key = launchpadKey(of);
  return readLaunchpad(unkept.get(key) ?? storedText(key), newDraft(m.launchpad_new(), { config }));
}

/** Keeps it in this browser, beyond the page. */
export function keepLaunchpad(of: JobId, pad: Launchpad): void {
  const [key, text] = [launchpadKey(of), JSON.stringify(pad)];
  try {
    localStorage.setItem(key, text);
    unkept.delete(key);
  } catch {
    unkept.set(key, text);
  }
}

function storedText(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
