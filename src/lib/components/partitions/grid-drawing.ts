import { tokenColors } from '../canvas-colors';
import type { StatusLook, Tone } from '../status';
import { drawSquare } from './status-signs';

/** Pixels of a cell with the gap after it, of the square in it, and of the line of names above the grid. */
export const [cell, square, head] = [20, 16, 22] as const;

/** What a grid shows, and the part of it that is in view. */
export interface GridView {
  readonly rows: GridSide;
  readonly columns: GridSide;
  readonly lookAt: (row: number, column: number) => StatusLook | undefined;
  readonly isChosen: (row: number, column: number) => boolean;
  /** Where the keyboard is. */
  readonly cursor?: readonly [row: number, column: number];
  /** Pixels that names of rows have at the left. */
  readonly gutter: number;
  readonly width: number;
  readonly height: number;
  readonly scroll: readonly [left: number, top: number];
  readonly colors: ReturnType<typeof gridColors>;
}

export interface GridSide {
  readonly size: number;
  readonly keyAt: (index: number) => string;
}

const tones = ['success', 'failure', 'running', 'queued', 'canceled', 'stale', 'missing', 'skipped'] as const satisfies readonly Tone[]; // prettier-ignore

/** The colours of a grid as they are now on its canvas. */
export const gridColors = (canvas: HTMLCanvasElement) =>
  tokenColors(canvas, [
    ...tones.map((tone) => `status-${tone}` as const),
    'surface',
    'text-muted',
    'accent',
    'focus',
  ]);

/** Draws what is in view, and nothing else: the time is that of the view, not of the grid. */
export function drawGrid(canvas: HTMLCanvasElement, view: GridView): void {
  const context = canvas.getContext('2d');
  if (!context || view.width === 0) return;
  const { rows, columns, width, height, gutter, scroll } = view;
  const [left, top] = scroll;
  const { colors } = view;
  const size = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)] as const;
  // A canvas is made anew when it gets a size, be it the same.
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  context.reset();
  context.scale(devicePixelRatio, devicePixelRatio);
  const inView = (from: number, room: number, size: number) => ({
    first: Math.floor(from / cell),
    last: Math.min(size, Math.ceil((from + room) / cell)),
  });
  const down = inView(top, height - head, rows.size);
  const across = inView(left, width - gutter, columns.size);
  const x = (column: number) => gutter + column * cell - left;
  const y = (row: number) => head + row * cell - top;

  context.save();
  clip(context, gutter - 2, head - 2, width, height);
  const sign = colors.surface;
  for (let row = down.first; row < down.last; row++)
    for (let column = across.first; column < across.last; column++) {
      const look = view.lookAt(row, column);
      if (look) drawSquare(context, [x(column), y(row), square], look.tone, { tone: colors[`status-${look.tone}`], sign }); // prettier-ignore
      if (view.isChosen(row, column)) frame(context, x(column), y(row), colors.accent, 2);
    }
  if (view.cursor) frame(context, x(view.cursor[1]), y(view.cursor[0]), colors.focus, 3);
  context.restore();

  context.font = `11px ${getComputedStyle(canvas).fontFamily}`;
  context.fillStyle = colors['text-muted'];
  context.textBaseline = 'middle';
  context.save();
  clip(context, 0, head - 2, gutter - 6, height);
  for (let row = down.first; row < down.last; row++) context.fillText(rows.keyAt(row), 0, y(row) + square / 2); // prettier-ignore
  context.restore();
  clip(context, gutter, 0, width, head);
  const longest = Math.max(...[across.first, across.last - 1].map((column) => context.measureText(columns.keyAt(column)).width)); // prettier-ignore
  const step = Math.ceil((longest + 12) / cell);
  for (let column = across.first - (across.first % step); column < across.last; column += step)
    context.fillText(columns.keyAt(column), x(column), head / 2 - 2);
}

function clip(context: CanvasRenderingContext2D, left: number, top: number, right: number, bottom: number) {
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}

function frame(context: CanvasRenderingContext2D, x: number, y: number, color: string, line: number) {
  context.strokeStyle = color;
  context.lineWidth = line;
  context.strokeRect(x - 1, y - 1, square + 2, square + 2);
}
