import Ban from '@lucide/svelte/icons/ban';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock3 from '@lucide/svelte/icons/clock-3';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import SkipForward from '@lucide/svelte/icons/skip-forward';

/** The shape of each status. */
export const statusIcons = {
  success: CircleCheck,
  failure: CircleX,
  running: LoaderCircle,
  queued: Clock3,
  canceled: Ban,
  stale: CircleAlert,
  missing: CircleDashed,
  skipped: SkipForward,
} as const;
