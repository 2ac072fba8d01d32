import Box from '@lucide/svelte/icons/box';
import Code from '@lucide/svelte/icons/code';
import Clock from '@lucide/svelte/icons/clock';
import ListVideo from '@lucide/svelte/icons/list-video';
import NotebookText from '@lucide/svelte/icons/notebook-text';
import Radar from '@lucide/svelte/icons/radar';
import Waypoints from '@lucide/svelte/icons/waypoints';
import type { Component } from 'svelte';
import { goto } from '$app/navigation';
import type { Instance, NamedThing } from '../../instance/instance';
import type { RunSummary, StoredRun } from '../../storage/storage';
import { m } from '../../words/generated/messages.js';
import { assetHref, automationHref, jobHref, notebookHref, runHref } from '../links';
import { runTitle, shortRunId } from '../runs/run-title';
import { runStatusLook } from '../status';
import type { Findable } from './find-names';

/** Something that the search leads to. */
export interface FoundThing extends Findable {
  readonly id: string;
  readonly kind: NamedThing['kind'] | 'run';
  readonly about: string;
  readonly icon: Component<{ size?: number }>;
  readonly run: () => unknown;
}

const looks = {
  notebook: { icon: NotebookText, word: m.run_notebook },
  cell: { icon: Code, word: m.search_cell },
  asset: { icon: Box, word: m.asset_column_asset },
  job: { icon: Waypoints, word: m.backfill_job },
  schedule: { icon: Clock, word: m.search_schedule },
  sensor: { icon: Radar, word: m.search_sensor },
};

function hrefOf({ kind, name, location, cell }: NamedThing): string {
  if (kind === 'asset') return assetHref(name);
  if (kind === 'schedule' || kind === 'sensor') return automationHref({ location, name });
  if (kind === 'job') return jobHref({ location, name });
  return notebookHref(location, cell);
}

const found = (thing: NamedThing): FoundThing => {
  const { kind, name, location, title, cell } = thing;
  const word = looks[kind].word();
  return {
    id: [kind, location, kind === 'cell' ? cell : name].join(' '),
    kind,
    name,
    about: kind === 'notebook' ? word : `${word} · ${title}`,
    icon: looks[kind].icon,
    run: () => goto(hrefOf(thing)),
  };
};

const foundRun = (run: StoredRun | RunSummary): FoundThing => ({
  id: `run ${run.id}`,
  kind: 'run',
  name: `${runTitle(run)} ${shortRunId(run.id)}`,
  about: `${m.run_column_run()} · ${runStatusLook[run.status].word()}`,
  icon: ListVideo,
  run: () => goto(runHref(run.id)),
});

/** All that has a name, and the newest runs. */
export async function foundThings(instance: Instance): Promise<readonly FoundThing[]> {
  const [things, runs] = await Promise.all([instance.namedThings(), instance.runSummaries({ limit: 30 })]);
  return [...things.map(found), ...runs.map(foundRun)];
}

/** The run with this id, however old it is; `undefined` where the text is no id of one. */
export async function runWithId(instance: Instance, text: string): Promise<FoundThing | undefined> {
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return undefined;
  const run = await instance.getRun(text.toLowerCase());
  return run && foundRun(run);
}
