import Database from '@lucide/svelte/icons/database';
import Download from '@lucide/svelte/icons/download';
import Languages from '@lucide/svelte/icons/languages';
import Plus from '@lucide/svelte/icons/plus';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import { goto } from '$app/navigation';
import type { Instance } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { getLocale, setLocale } from '../../words/generated/runtime.js';
import { attempt } from '../attempt';
import { downloadBackup } from '../download';
import { deploymentHref, documentsHref, notebookHref } from '../links';
import { places } from '../shell/places';
import { theme, type Theme } from '../theme.svelte';
import type { PaletteCommand } from './palette.svelte';

const themes: Record<Theme, () => string> = {
  system: m.theme_system,
  light: m.theme_light,
  dark: m.theme_dark,
};

/** What can be asked for on every page. */
export const appCommands = (instance: Instance): readonly PaletteCommand[] => [
  ...places.map(({ route, label, icon, href }) => ({
    id: `go ${route}`,
    name: m.search_go({ place: label() }),
    icon,
    run: () => goto(href),
  })),
  {
    id: 'go /documents',
    name: m.search_go({ place: m.documents_title() }),
    icon: Database,
    run: () => goto(documentsHref()),
  },
  ...(['resources', 'concurrency', 'storage', 'settings'] as const).map((tab) => ({
    id: `go ${tab}`,
    name: m.search_go({ place: `${m.nav_deployment()}: ${deploymentTabs[tab]()}` }),
    icon: places.at(-1)!.icon,
    run: () => goto(deploymentHref(tab)),
  })),
  {
    id: 'new-notebook',
    name: m.home_new(),
    icon: Plus,
    run: () =>
      attempt(async () => {
        const { newNotebook } = await import('../notebooks/bring-in');
        await goto(notebookHref(await newNotebook(instance, m.notebook_untitled())));
      }),
  },
  {
    id: 'reload-locations',
    name: m.search_reload_locations(),
    icon: RefreshCw,
    run: () =>
      attempt(async () => {
        const loaded = (await instance.locations()).filter(({ loadedAt }) => loadedAt !== undefined);
        await Promise.all(loaded.map(({ name }) => instance.restartLocation(name)));
      }),
  },
  {
    id: 'back-up',
    name: m.search_back_up(),
    icon: Download,
    run: () => attempt(() => downloadBackup(instance)),
  },
  ...Object.entries(themes)
    .filter(([name]) => name !== theme.chosen)
    .map(([name, word]) => ({
      id: `theme ${name}`,
      name: m.theme_switch({ now: word() }),
      icon: SunMoon,
      run: () => theme.choose(name as Theme),
    })),
  // In the language itself, so that whoever needs it can read it.
  {
    id: 'language',
    name: getLocale() === 'en' ? '언어: 한국어' : 'Language: English',
    icon: Languages,
    run: () => setLocale(getLocale() === 'en' ? 'ko' : 'en'),
  },
];

const deploymentTabs = {
  resources: m.deployment_resources,
  concurrency: m.deployment_concurrency,
  storage: m.deployment_storage,
  settings: m.deployment_settings,
};
