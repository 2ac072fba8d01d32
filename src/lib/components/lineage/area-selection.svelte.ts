import type { Box } from './scene';
import type { Viewport } from './viewport.svelte';

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** A rectangle drawn with Shift and the pointer. */
export class AreaSelection {
  #from = $state.raw<Corner>();
  #to = $state.raw<Corner>();

  /** In pixels of the drawing. */
  readonly box: Box | undefined = $derived.by(() => {
    const [from, to] = [this.#from, this.#to];
    if (!from || !to) return undefined;
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
  });

  begin(event: PointerEvent): void {
    if (!event.shiftKey || event.button !== 0) return;
    this.#from = cornerOf(event);
  }

  /** The pointer is captured when it moves: a click with Shift is for what is clicked. */
  move(event: PointerEvent): void {
    if (!this.#from) return;
    if (!this.#to) (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#to = cornerOf(event);
  }

  /** Ends it; answers the part of the drawing, in its own units, unless it was no more than a click. */
  end({ transform: { x, y, k } }: Viewport): Box | undefined {
    const { box } = this;
    this.#from = this.#to = undefined;
    if (!box || box.width + box.height < 8) return undefined;
    return { x: (box.x - x) / k, y: (box.y - y) / k, width: box.width / k, height: box.height / k };
  }
}

function cornerOf(event: PointerEvent): Corner {
  const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
