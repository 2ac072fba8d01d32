import type { Tone } from '../status';

/** What is drawn into a square of a state, from 0 to 1 in both directions: lines, each a list of points. */
const signs: Readonly<Partial<Record<Tone, readonly (readonly (readonly [number, number])[])[]>>> = {
  running: [[[0.3, 0.5], [0.32, 0.5]], [[0.49, 0.5], [0.51, 0.5]], [[0.68, 0.5], [0.7, 0.5]]], // prettier-ignore
  success: [[[0.26, 0.53], [0.43, 0.7], [0.75, 0.33]]], // prettier-ignore
  failure: [[[0.3, 0.3], [0.7, 0.7]], [[0.7, 0.3], [0.3, 0.7]]], // prettier-ignore
  stale: [[[0.5, 0.22], [0.5, 0.56]], [[0.5, 0.74], [0.5, 0.78]]], // prettier-ignore
  canceled: [[[0.3, 0.7], [0.7, 0.3]]], // prettier-ignore
  skipped: [[[0.35, 0.3], [0.6, 0.5], [0.35, 0.7]]], // prettier-ignore
};

/**
 * Draws a state as a square `size` pixels wide: told by its shape alone, too. What is made has a tick, what failed a
 * cross, what is stale an exclamation mark; what is under way is half full, and what is not begun is an empty frame.
 */
export function drawSquare(
  context: CanvasRenderingContext2D,
  [x, y, size]: readonly [x: number, y: number, size: number],
  tone: Tone,
  colors: { readonly tone: string; readonly sign: string },
): void {
  context.fillStyle = context.strokeStyle = colors.tone;
  context.lineWidth = 1;
  if (tone === 'missing' || tone === 'queued' || tone === 'running') {
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
    if (tone === 'running') context.fillRect(x, y + size / 2, size, size / 2);
    if (tone === 'queued') context.fillRect(x + size / 2 - 1, y + size / 2 - 1, 2, 2);
    return;
  }
  context.fillRect(x, y, size, size);
  drawSign(context, [x, y, size], tone, colors.sign);
}

/** Draws what tells a state apart, without its square. */
export function drawSign(
  context: CanvasRenderingContext2D,
  [x, y, size]: readonly [x: number, y: number, size: number],
  tone: Tone,
  color: string,
): void {
  context.strokeStyle = color;
  context.lineWidth = 1.6;
  context.beginPath();
  for (const line of signs[tone] ?? [])
    line.forEach(([dx, dy], i) => {
      if (i === 0) context.moveTo(x + dx * size, y + dy * size);
      else context.lineTo(x + dx * size, y + dy * size);
    });
  context.stroke();
}
