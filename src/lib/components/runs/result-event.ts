import type { EventOf, RunEvent } from '../../events/event';

/** What a run has to show for itself. */
export type ResultEvent = EventOf<'ASSET_MATERIALIZATION' | 'ASSET_OBSERVATION' | 'ASSET_CHECK_EVALUATION'>;

export const isResult = (event: RunEvent): event is ResultEvent =>
  event.type === 'ASSET_MATERIALIZATION' ||
  event.type === 'ASSET_OBSERVATION' ||
  event.type === 'ASSET_CHECK_EVALUATION';
