import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior } from 'd3-zoom';
import type { Box } from './scene';

const margin = 24;

/** The middle of what is seen, in the drawing's units, and its scale: the same view in a window of any size. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** Pan and zoom of a drawing: which part of it is seen, and how large. */
export class Viewport {
  /** Of the drawing on the screen: `x`, `y` in pixels, `k` the scale. */
  transform = $state.raw({ x: 0, y: 0, k: 1 });
  /** Pixels of the screen. */
  width = $state(0);
  height = $state(0);
  /** The user chose what is seen: do not move it away. */
  moved = false;
  #svg: SVGSVGElement | undefined;
  readonly #onrest: () => void;
  readonly #zoom: ZoomBehavior<SVGSVGElement, unknown>;

  /** `onrest` hears when the user has moved it. Shift is left to the selecting of an area. */
  constructor(onrest: () => void) {
    this.#onrest = onrest;
    // A press without a movement, as on a node, moves nothing.
    let isMoving = false;
    this.#zoom = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.01, 2])
      .filter(
        (event: MouseEvent) => !event.shiftKey && !event.button && (!event.ctrlKey || event.type === 'wheel'),
      )
      .on('start', () => (isMoving = false))
      .on('zoom', ({ transform, sourceEvent }) => {
        if (sourceEvent) this.moved = isMoving = true;
        this.transform = { x: transform.x, y: transform.y, k: transform.k };
      })
      .on('end', () => isMoving && onrest());
  }

  /** The part of the drawing in view, in its own units. */
  readonly seen: Box = $derived.by(() => {
    const { x, y, k } = this.transform;
    return { x: -x / k, y: -y / k, width: this.width / k, height: this.height / k };
  });

  /**
   * What is drawn: the view and some more, in steps, so that most frames of a movement draw nothing anew. As text, which
   * is equal where the numbers are.
   */
  readonly #drawn: string = $derived.by(() => {
    const { x, y, width, height } = this.seen;
    const [stepX, stepY] = [step(width), step(height)];
    const [left, right] = [Math.floor(x / stepX) * stepX, Math.ceil((x + width) / stepX) * stepX];
    const [top, bottom] = [Math.floor(y / stepY) * stepY, Math.ceil((y + height) / stepY) * stepY];
    return [left, top, right - left, bottom - top].join();
  });

  readonly drawn: Box = $derived.by(() => {
    const [x, y, width, height] = this.#drawn.split(',').map(Number) as [number, number, number, number];
    return { x, y, width, height };
  });

  get view(): View {
    const { x, y, width, height } = this.seen;
    return { x: x + width / 2, y: y + height / 2, k: this.transform.k };
  }

  attach = (svg: SVGSVGElement): (() => void) => {
    this.#svg = svg;
    select(svg).call(this.#zoom).on('dblclick.zoom', null);
    return () => void select(svg).on('.zoom', null);
  };

  scaleBy(factor: number): void {
    if (!this.#svg) return;
    this.moved = true;
    select(this.#svg).call(this.#zoom.scaleBy, factor);
    this.#onrest();
  }

  /** Brings a point of the drawing to the middle. */
  moveTo({ x, y }: { readonly x: number; readonly y: number }): void {
    this.moved = true;
    this.show({ x, y, k: this.transform.k });
    this.#onrest();
  }

  show({ x, y, k }: View): void {
    if (!this.#svg || this.width === 0 || this.height === 0) return;
    const moved = zoomIdentity.translate(this.width / 2 - x * k, this.height / 2 - y * k).scale(k);
    select(this.#svg).call(this.#zoom.transform, moved);
  }

  /** Shows all of a box, not larger than it is. */
  fit({ x, y, width, height }: Box): void {
    if (this.width === 0 || width === 0) return;
    const k = Math.min(1, this.width / (width + 2 * margin), this.height / (height + 2 * margin));
    this.show({ x: x + width / 2, y: y + height / 2, k });
  }

  /** Brings a box into view if it is not, or is too small to read. */
  reveal(box: Box): void {
    const { x, y, width, height } = this.seen;
    const isSeen =
      box.x >= x && box.y >= y && box.x + box.width <= x + width && box.y + box.height <= y + height;
    const { k } = this.transform;
    if (isSeen && k >= 0.4) return;
    this.moved = true;
    this.show({ x: box.x + box.width / 2, y: box.y + box.height / 2, k: k < 0.4 ? 0.8 : k });
  }
}

/** A quarter of `length`, rounded to a power of two: it stays the same while the scale changes a little. */
const step = (length: number): number => 2 ** Math.round(Math.log2(Math.max(length, 1) / 4));
