import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior } from 'd3-zoom';
import type { Box } from './scene';

const margin = 24;

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
  readonly #zoom: ZoomBehavior<SVGSVGElement, unknown>;

  constructor() {
    this.#zoom = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.04, 2])
      .on('zoom', ({ transform, sourceEvent }) => {
        if (sourceEvent) this.moved = true;
        this.transform = { x: transform.x, y: transform.y, k: transform.k };
      });
  }

  /** The part of the drawing in view, in its own units, a little larger. */
  readonly seen: Box = $derived.by(() => {
    const { x, y, k } = this.transform;
    return {
      x: -x / k - margin,
      y: -y / k - margin,
      width: this.width / k + 2 * margin,
      height: this.height / k + 2 * margin,
    };
  });

  attach = (svg: SVGSVGElement): (() => void) => {
    this.#svg = svg;
    select(svg).call(this.#zoom).on('dblclick.zoom', null);
    return () => void select(svg).on('.zoom', null);
  };

  scaleBy(factor: number): void {
    if (this.#svg) select(this.#svg).call(this.#zoom.scaleBy, factor);
  }

  /** Shows all of a drawing of this size, not larger than it is. */
  fit(width: number, height: number): void {
    if (!this.#svg || this.width === 0 || this.height === 0 || width === 0) return;
    const k = Math.min(1, this.width / (width + 2 * margin), this.height / (height + 2 * margin));
    const x = (this.width - width * k) / 2;
    const y = (this.height - height * k) / 2;
    select(this.#svg).call(this.#zoom.transform, zoomIdentity.translate(x, y).scale(k));
  }

  /** Brings a box into view if it is not, or is too small to read. */
  reveal(box: Box): void {
    if (!this.#svg || this.width === 0) return;
    const { x, y, width, height } = this.seen;
    const isSeen =
      box.x >= x + margin &&
      box.y >= y + margin &&
      box.x + box.width <= x + width - margin &&
      box.y + box.height <= y + height - margin;
    if (isSeen && this.transform.k >= 0.4) return;
    this.moved = true;
    const svg = select(this.#svg);
    if (this.transform.k < 0.4) svg.call(this.#zoom.scaleTo, 0.8);
    svg.call(this.#zoom.translateTo, box.x + box.width / 2, box.y + box.height / 2);
  }
}
