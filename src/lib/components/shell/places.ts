import Boxes from '@lucide/svelte/icons/boxes';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Layers from '@lucide/svelte/icons/layers';
import ListVideo from '@lucide/svelte/icons/list-video';
import NotebookText from '@lucide/svelte/icons/notebook-text';
import Server from '@lucide/svelte/icons/server';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Workflow from '@lucide/svelte/icons/workflow';
import { m } from '../../words/generated/messages.js';
import {
  assetsHref,
  automationHref,
  backfillHref,
  deploymentHref,
  homeHref,
  jobHref,
  lineageHref,
  runsHref,
} from '../links';

/** The pages of the app, in the order of the navigation. */
export const places = [
  {
    route: '/',
    also: ['/notebook', '/documents'],
    label: m.nav_notebooks,
    icon: NotebookText,
    href: homeHref(),
  },
  { route: '/lineage', label: m.nav_lineage, icon: Workflow, href: lineageHref() },
  { route: '/assets', label: m.nav_assets, icon: Boxes, href: assetsHref() },
  { route: '/jobs', label: m.nav_jobs, icon: Waypoints, href: jobHref() },
  { route: '/runs', label: m.nav_runs, icon: ListVideo, href: runsHref() },
  { route: '/automation', label: m.nav_automation, icon: CalendarClock, href: automationHref() },
  { route: '/backfills', label: m.nav_backfills, icon: Layers, href: backfillHref() },
  { route: '/deployment', label: m.nav_deployment, icon: Server, href: deploymentHref() },
] as const;
