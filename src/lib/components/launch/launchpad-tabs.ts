import { z } from 'zod/mini';
import { stableJson } from '../../base/stable-json';

/** A run that is being made up. */
export type LaunchpadDraft = Omit<NamedDraft, 'id' | 'name'>;
/** Which partitions it is for. */
export type PartitionsDraft = z.infer<typeof partitionsSchema>;
/** A draft under a name: a tab, or a preset to start from. */
export type NamedDraft = z.infer<typeof namedSchema>;

/** All drafts of a job. */
export interface Launchpad {
  /** The id of the open one of `tabs`, of which there is always one. */
  readonly open: string;
  readonly tabs: readonly NamedDraft[];
  readonly presets: readonly NamedDraft[];
  /** The config that was written last where a launch asked for one. */
  readonly typed?: string | undefined;
}

const tagsSchema = z.array(z.object({ name: z.string(), value: z.string() }));
const partitionsSchema = z.object({
  how: z.catch(z.enum(['latest', 'missing', 'some']), 'latest'),
  /** Keys and ranges, of `some`. */
  text: z.catch(z.string(), ''),
  /** One run makes all of them. */
  isSingle: z.catch(z.boolean(), false),
  /** Which of the groups that each can be one run. */
  group: z.catch(z.number(), 0),
});
export const latestPartition: PartitionsDraft = { how: 'latest', text: '', isSingle: false, group: 0 };
const namedSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The config, as it is written. */
  text: z.catch(z.string(), '{}'),
  /** Ops, or a selection of assets; empty: all of the job. */
  subset: z.catch(z.string(), ''),
  tags: z.catch(tagsSchema, []),
  partitions: z.catch(partitionsSchema, latestPartition),
});
const storedSchema = z.object({
  open: z.catch(z.string(), ''),
  tabs: z.catch(z.array(z.unknown()), []),
  presets: z.catch(z.array(z.unknown()), []),
  typed: z.catch(z.optional(z.string()), undefined),
});

/** What was stored, without what cannot be read of it; with `first` where no tab is left. */
export function readLaunchpad(stored: string | undefined, first: NamedDraft): Launchpad {
  const record = recordOf(stored);
  const { open, tabs: all, presets, typed } = storedSchema.parse(record);
  const tabs = all.flatMap(named);
  // Before there were tabs, one draft was all that was stored.
  if (tabs.length === 0) tabs.push(named({ ...first, ...record })[0] ?? first);
  return {
    open: tabs.some(({ id }) => id === open) ? open : tabs[0]!.id,
    tabs,
    presets: presets.flatMap(named),
    typed,
  };
}

/** Opens a new tab with a draft beside the open one. */
export function addTab(pad: Launchpad, draft: NamedDraft): Launchpad {
  const at = pad.tabs.findIndex(({ id }) => id === pad.open) + 1;
  const own = { ...draft, name: nameApart(pad.tabs, draft.name) };
  return { ...pad, open: own.id, tabs: pad.tabs.toSpliced(at, 0, own) };
}

/** Opens the tab of that name with the same in it, or a new one. */
export function openDraft(pad: Launchpad, draft: NamedDraft): Launchpad {
  const same = pad.tabs.find((tab) => stableJson({ ...tab, id: '' }) === stableJson({ ...draft, id: '' }));
  return same ? { ...pad, open: same.id } : addTab(pad, draft);
}

/** Writes into a tab or a preset, its name too. */
export const changeDraft = (pad: Launchpad, id: string, change: Partial<NamedDraft>): Launchpad => {
  const changed = (each: NamedDraft) => (each.id === id ? { ...each, ...change } : each);
  return { ...pad, tabs: pad.tabs.map(changed), presets: pad.presets.map(changed) };
};

/** Closes a tab; the next one is open then, `first` where it was the only one. */
export function closeTab(pad: Launchpad, id: string, first: NamedDraft): Launchpad {
  const at = pad.tabs.findIndex((tab) => tab.id === id);
  const left = pad.tabs.filter((tab) => tab.id !== id);
  const tabs = left.length === 0 ? [first] : left;
  const open = pad.open === id ? tabs[Math.min(at, tabs.length - 1)]!.id : pad.open;
  return { ...pad, open, tabs };
}

/** Keeps a draft as a preset, instead of an older one of that name. */
export const savePreset = (pad: Launchpad, preset: NamedDraft): Launchpad => ({
  ...pad,
  presets: [...pad.presets.filter(({ name }) => name !== preset.name), preset].toSorted((a, b) =>
    a.name.localeCompare(b.name),
  ),
});

export const deletePreset = (pad: Launchpad, id: string): Launchpad => ({
  ...pad,
  presets: pad.presets.filter((preset) => preset.id !== id),
});

function nameApart(tabs: readonly NamedDraft[], wanted: string): string {
  const taken = new Set(tabs.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
  return name;
}

const named = (stored: unknown): NamedDraft[] => {
  const read = namedSchema.safeParse(stored);
  return read.success ? [read.data] : [];
};

function recordOf(stored: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stored ?? '');
    return z.record(z.string(), z.unknown()).parse(value);
  } catch {
    return {};
  }
}
