import Box from '@lucide/svelte/icons/box';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Cog from '@lucide/svelte/icons/cog';
import Eraser from '@lucide/svelte/icons/eraser';
import Eye from '@lucide/svelte/icons/eye';
import Flag from '@lucide/svelte/icons/flag';
import Gauge from '@lucide/svelte/icons/gauge';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Import from '@lucide/svelte/icons/import';
import MessageSquare from '@lucide/svelte/icons/message-square';
import PackageCheck from '@lucide/svelte/icons/package-check';
import PackageX from '@lucide/svelte/icons/package-x';
import Play from '@lucide/svelte/icons/play';
import Plug from '@lucide/svelte/icons/plug';
import Recycle from '@lucide/svelte/icons/recycle';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import Share from '@lucide/svelte/icons/share';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import SkipForward from '@lucide/svelte/icons/skip-forward';
import Square from '@lucide/svelte/icons/square';
import Webhook from '@lucide/svelte/icons/webhook';
import type { EventType } from '../../events/event';
import { m } from '../../words/generated/messages.js';

export interface EventLook {
  readonly icon: typeof Box;
  readonly word: () => string;
}

/** How each kind of event is told: a shape and a word; its colour see `event-tone.ts`. */
export const eventLook: Readonly<Record<EventType, EventLook>> = {
  RUN_ENQUEUED: { icon: Flag, word: m.event_run_enqueued },
  RUN_DEQUEUED: { icon: Flag, word: m.event_run_dequeued },
  RUN_STARTING: { icon: Play, word: m.event_run_starting },
  RUN_START: { icon: Play, word: m.event_run_start },
  RUN_SUCCESS: { icon: CircleCheck, word: m.event_run_success },
  RUN_FAILURE: { icon: CircleX, word: m.event_run_failure },
  RUN_CANCELING: { icon: Square, word: m.event_run_canceling },
  RUN_CANCELED: { icon: Square, word: m.event_run_canceled },
  ENGINE_EVENT: { icon: Cog, word: m.event_engine },
  RESOURCE_INIT_STARTED: { icon: Plug, word: m.event_resource_started },
  RESOURCE_INIT_SUCCESS: { icon: Plug, word: m.event_resource_success },
  RESOURCE_INIT_FAILURE: { icon: CircleX, word: m.event_resource_failure },
  LOGS_CAPTURED: { icon: MessageSquare, word: m.event_logs_captured },
  STEP_WORKER_STARTING: { icon: Cog, word: m.event_worker_starting },
  STEP_WORKER_STARTED: { icon: Cog, word: m.event_worker_started },
  STEP_START: { icon: Play, word: m.event_step_start },
  STEP_RESTARTED: { icon: RotateCw, word: m.event_step_restarted },
  STEP_UP_FOR_RETRY: { icon: RotateCw, word: m.event_step_up_for_retry },
  STEP_REUSED: { icon: Recycle, word: m.event_step_reused },
  LOADED_INPUT: { icon: Import, word: m.event_loaded_input },
  STEP_INPUT: { icon: Import, word: m.event_step_input },
  STEP_OUTPUT: { icon: Share, word: m.event_step_output },
  HANDLED_OUTPUT: { icon: Share, word: m.event_handled_output },
  HOOK_COMPLETED: { icon: Webhook, word: m.event_hook_completed },
  HOOK_SKIPPED: { icon: Webhook, word: m.event_hook_skipped },
  HOOK_ERRORED: { icon: Webhook, word: m.event_hook_errored },
  STEP_PROGRESS: { icon: Gauge, word: m.event_step_progress },
  STEP_SUCCESS: { icon: CircleCheck, word: m.event_step_success },
  STEP_FAILURE: { icon: CircleX, word: m.event_step_failure },
  STEP_SKIPPED: { icon: SkipForward, word: m.event_step_skipped },
  STEP_ABANDONED: { icon: CircleDashed, word: m.event_step_abandoned },
  ASSET_MATERIALIZATION_PLANNED: { icon: Box, word: m.event_materialization_planned },
  ASSET_MATERIALIZATION: { icon: PackageCheck, word: m.event_materialization },
  ASSET_FAILED_TO_MATERIALIZE: { icon: PackageX, word: m.event_failed_to_materialize },
  ASSET_OBSERVATION: { icon: Eye, word: m.event_observation },
  ASSET_WIPED: { icon: Eraser, word: m.event_wiped },
  FRESHNESS_STATE_CHANGE: { icon: Hourglass, word: m.event_freshness },
  ASSET_CHECK_EVALUATION_PLANNED: { icon: ShieldCheck, word: m.event_check_planned },
  ASSET_CHECK_EVALUATION: { icon: ShieldCheck, word: m.event_check },
  LOG_MESSAGE: { icon: MessageSquare, word: m.event_log },
};
