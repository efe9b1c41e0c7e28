// Tells when a person scrolls a log upwards. Asked for by wheel, keys and scroll bar and not by the scroll position,
// which new lines and the virtual list move as well.
import { useEffect } from 'react';
import type { RefObject } from 'react';

const upwardKeys: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);

/** Calls back each time; `onAway` must keep its identity. */
export function useScrollAway(scroller: RefObject<HTMLElement | null>, onAway: () => void): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const away = (): void => {
      if (element.scrollHeight > element.clientHeight) onAway();
    };
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY < 0) away();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (upwardKeys.has(event.key) || (event.key === ' ' && event.shiftKey)) away();
    };
    const onPointerDown = (event: PointerEvent): void => {
      const onScrollBar = event.target === element && event.offsetX >= element.clientWidth;
      if (onScrollBar || event.pointerType === 'touch') away();
    };
    element.addEventListener('wheel', onWheel, { passive: true });
    element.addEventListener('keydown', onKeyDown);
    element.addEventListener('pointerdown', onPointerDown);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('keydown', onKeyDown);
      element.removeEventListener('pointerdown', onPointerDown);
    };
  }, [scroller, onAway]);
}
