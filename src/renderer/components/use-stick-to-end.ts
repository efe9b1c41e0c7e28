// Keeps a scrolled element at its end while its size or that of its content changes: lines that turn out higher than
// guessed, a window made smaller. New lines are not its business.
import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Active while `stick` is set. */
export function useStickToEnd(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  stick: boolean,
): void {
  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current];
    if (!stick || outer === null || inner === null) return undefined;
    const observer = new ResizeObserver(() => {
      outer.scrollTop = outer.scrollHeight;
    });
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [scroller, content, stick]);
}
