import type { LucideIcon } from '@lucide/svelte';
import Archive from '@lucide/svelte/icons/archive';
import ArrowDownUp from '@lucide/svelte/icons/arrow-down-up';
import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import CakeSlice from '@lucide/svelte/icons/cake-slice';
import ChartLine from '@lucide/svelte/icons/chart-line';
import Clock from '@lucide/svelte/icons/clock';
import Cpu from '@lucide/svelte/icons/cpu';
import Database from '@lucide/svelte/icons/database';
import Link from '@lucide/svelte/icons/link';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Tags from '@lucide/svelte/icons/tags';
import Users from '@lucide/svelte/icons/users';
import Workflow from '@lucide/svelte/icons/workflow';
import { m } from '../../words/generated/messages.js';

/** A notebook that ships with the app: its text and its files, fetched from `static/examples`. */
export interface Example {
  readonly title: () => string;
  readonly about: () => string;
  readonly icon: LucideIcon;
  readonly source: string;
  /** Path in the notebook → path below `static`. */
  readonly files: Readonly<Record<string, string>>;
}

const example = (
  name: string,
  icon: LucideIcon,
  title: Example['title'],
  about: Example['about'],
  ...files: readonly string[]
): Example => ({
  title,
  about,
  icon,
  source: `/examples/${name}.nb.ts`,
  files: Object.fromEntries(files.map((file) => [file, `/examples/${file}`])),
});

/** Whoever comes for the first time finds this one open. */
export const cakeExample = example(
  'cake',
  CakeSlice,
  m.home_example_cake,
  m.home_example_cake_about,
  'recipes.json',
);

/** In the order in which they teach. */
export const examples: readonly Example[] = [
  cakeExample,
  example('first-assets', Box, m.home_example_first_assets, m.home_example_first_assets_about, 'data.csv'),
  example('results-and-inputs', ChartLine, m.home_example_results, m.home_example_results_about),
  example('asset-forms', Boxes, m.home_example_asset_forms, m.home_example_asset_forms_about, 'recipes.json'),
  example('op-graph-job', Workflow, m.home_example_op_graph_job, m.home_example_op_graph_job_about),
  example('asset-job', ListChecks, m.home_example_asset_job, m.home_example_asset_job_about),
  example('deps-and-asset-in', ArrowDownUp, m.home_example_deps, m.home_example_deps_about),
  example('basic-dependency', Database, m.home_example_dependency, m.home_example_dependency_about),
  example('code-location-1', Link, m.home_example_location_1, m.home_example_location_1_about),
  example('code-location-2', Link, m.home_example_location_2, m.home_example_location_2_about),
  example('team-a', Users, m.home_example_team_a, m.home_example_team_a_about),
  example('team-b', Users, m.home_example_team_b, m.home_example_team_b_about),
  example('metadata-and-tags', Tags, m.home_example_metadata, m.home_example_metadata_about, 'recipes.json'),
  example('artifacts-and-storage', Archive, m.home_example_storage, m.home_example_storage_about),
  example('schedule-and-sensor', Clock, m.home_example_automation, m.home_example_automation_about),
  example('executors', Cpu, m.home_example_executors, m.home_example_executors_about),
];
