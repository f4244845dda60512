import { useRef, useState, type PointerEvent, type MouseEvent } from 'react';

const LEFT = 44;
/** A press that moves less is a click on a bar. */
const DRAG_MIN_PX = 5;

export interface Brush {
  span: { first: number; last: number } | null;
  handlers: object;
}

/** Dragging over the bars marks a span of buckets; letting go asks for it. */
export function useBrush(
  buckets: number,
  width: number,
  onBrush: (first: number, last: number) => void,
): Brush {
  const [span, setSpan] = useState<Brush['span']>(null);
  const start = useRef<number | null>(null);
  const dragged = useRef(false);
  const xOf = (event: PointerEvent<SVGSVGElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
  const placeOf = (x: number) =>
    Math.max(0, Math.min(buckets - 1, Math.floor((x / width) * buckets)));
  const stop = () => {
    start.current = null;
    setSpan(null);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.button !== 0) return;
      start.current = xOf(event);
      dragged.current = false;
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      if (start.current === null) return;
      const x = xOf(event);
      if (!dragged.current && Math.abs(x - start.current) < DRAG_MIN_PX) return;
      if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
      dragged.current = true;
      const [first, last] = [placeOf(start.current), placeOf(x)].toSorted((a, b) => a - b);
      setSpan({ first: first!, last: last! });
    },
    onPointerUp: () => {
      if (dragged.current && span) onBrush(span.first, span.last);
      stop();
    },
    onPointerCancel: stop,
    // The click that ends a drag must not follow the bar under it.
    onClickCapture: (event: MouseEvent) => {
      if (!dragged.current) return;
      event.preventDefault();
      event.stopPropagation();
      dragged.current = false;
    },
    onDragStart: (event: MouseEvent) => event.preventDefault(),
  };
  return { span, handlers };
}
