import { stepStatusLook } from '../status';
import { duration } from '../time-format';
import { barsOf, ticks, type GanttRow } from './gantt-bars';

export const rowHeight = 26;
export const axisHeight = 24;
const margin = { left: 8, right: 64 };

export const ganttTokens = [
  'border', 'border-strong', 'text-faint', 'text-muted', 'accent-soft', 'surface', 'surface-hover',
  'status-success', 'status-failure', 'status-running', 'status-queued', 'status-canceled', 'status-stale',
  'status-missing', 'status-skipped',
] as const; // prettier-ignore

export interface GanttView {
  readonly rows: readonly GanttRow[];
  /** Where the time axis has its 0, and what of it is seen; ms since the epoch. */
  readonly origin: number;
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** Pixels: of the canvas, and how far the rows are scrolled. */
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly selected?: string;
  readonly hovered?: number;
  readonly colors: Readonly<Record<(typeof ganttTokens)[number], string>>;
  readonly font: string;
}

/** The place on the time axis (0 to 1) that is `x` pixels from the left. */
export const placeAt = (x: number, width: number): number =>
  Math.max(0, Math.min(1, (x - margin.left) / Math.max(1, width - margin.left - margin.right)));

/** Draws what can be seen: only rows in the view, whatever their number. */
export function drawGantt(context: CanvasRenderingContext2D, view: GanttView): void {
  const { rows, from, to, width, height, scrollTop, colors } = view;
  const length = Math.max(1, to - from);
  const x = (time: number) => margin.left + ((time - from) / length) * (width - margin.left - margin.right);
  context.clearRect(0, 0, width, height);
  context.font = view.font;
  context.textBaseline = 'middle';

  const first = Math.max(0, Math.floor(scrollTop / rowHeight));
  const last = Math.min(rows.length, Math.ceil((scrollTop + height - axisHeight) / rowHeight));
  for (let index = first; index < last; index++) {
    const row = rows[index]!;
    const top = axisHeight + index * rowHeight - scrollTop;
    if (row.step.key === view.selected || index === view.hovered) {
      context.fillStyle = row.step.key === view.selected ? colors['accent-soft'] : colors['surface-hover'];
      context.fillRect(0, top, width, rowHeight);
    }
  }
  for (const tick of ticksOf(view)) {
    context.fillStyle = colors.border;
    context.fillRect(Math.round(x(view.origin + tick)), axisHeight, 1, height);
  }
  for (let index = first; index < last; index++) {
    drawRow(context, view, rows[index]!, axisHeight + index * rowHeight - scrollTop, x);
  }
  drawAxis(context, view, x);
}

function drawRow(
  context: CanvasRenderingContext2D,
  view: GanttView,
  row: GanttRow,
  top: number,
  x: (time: number) => number,
): void {
  const { colors } = view;
  const tone = colors[`status-${stepStatusLook[row.step.status].tone}`];
  const middle = top + rowHeight / 2;
  let end = -Infinity;
  for (const { kind, from, to } of barsOf(row, view.now)) {
    const left = x(from);
    const width = Math.max(kind === 'waiting' ? 1 : 3, x(to) - left);
    end = Math.max(end, left + width);
    if (kind === 'waiting') {
      context.fillStyle = colors['border-strong'];
      context.fillRect(left, middle - 0.5, width, 1);
      continue;
    }
    if (kind === 'retry') {
      context.fillStyle = colors['status-stale'];
      context.fillRect(left, middle - 1, width, 2);
      continue;
    }
    const thickness = kind === 'work' ? 14 : 4;
    context.fillStyle = kind === 'work' ? tone : colors['status-queued'];
    context.beginPath();
    context.roundRect(left, middle - thickness / 2, width, thickness, Math.min(3, width / 2));
    context.fill();
  }
  if (row.step.startedAt !== undefined && end >= 0) {
    context.fillStyle = colors['text-muted'];
    context.fillText(duration((row.step.endedAt ?? view.now) - row.step.startedAt), end + 6, middle + 0.5);
  }
}

const ticksOf = ({ origin, from, to, width }: GanttView) => ticks(from - origin, to - origin, width / 90);

function drawAxis(context: CanvasRenderingContext2D, view: GanttView, x: (time: number) => number): void {
  const { width, colors, origin } = view;
  context.fillStyle = colors.surface;
  context.fillRect(0, 0, width, axisHeight);
  context.fillStyle = colors.border;
  context.fillRect(0, axisHeight - 1, width, 1);
  context.fillStyle = colors['text-faint'];
  for (const tick of ticksOf(view)) {
    const word = tick === 0 ? '0' : duration(tick).replace('.0s', 's');
    context.fillText(word, x(origin + tick) + 3, axisHeight / 2);
  }
}
