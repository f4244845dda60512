import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { usePreferences } from '../../lib/preferences.ts';

const WIDTH_MIN = 480;
const WIDTH_MAX = 720;
const KEY_STEP = 24;

const clamp = (width: number) => Math.round(Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, width)));

/** The drawer's width, remembered in this browser. */
export function useDrawerWidth(): [number, (width: number) => void] {
  const [preferences, change] = usePreferences();
  const width = clamp(preferences.drawer_px ?? 520);
  return [width, (next) => change({ drawer_px: clamp(next) })];
}

/** The drawer's left edge: drag it, or focus it and use the arrow keys. */
export function ResizeHandle(props: { width: number; onWidth: (width: number) => void }) {
  const { width, onWidth } = props;
  const [start, setStart] = useState<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setStart({ x: event.clientX, width });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: KEY_STEP, ArrowRight: -KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onWidth(width + step);
  };
  return (
    <div
      className="resize"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the event"
      aria-valuenow={width}
      aria-valuemin={WIDTH_MIN}
      aria-valuemax={WIDTH_MAX}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => start && onWidth(start.width + start.x - event.clientX)}
      onPointerUp={() => setStart(null)}
      onPointerCancel={() => setStart(null)}
      onKeyDown={onKeyDown}
    />
  );
}
