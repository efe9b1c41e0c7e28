// Arrow keys in the server list (WAI-ARIA grid): the list is one stop of the Tab key, however many servers it has.
// Rows carry `data-row`, their controls `data-cell`.
import { useCallback, useState } from 'react';
import type { FocusEvent, KeyboardEvent } from 'react';

export interface GridPlace {
  readonly row: string;
  readonly cell: number;
}

export interface GridNavigation {
  /** The one control that Tab reaches; null until one had the focus. */
  readonly active: GridPlace | null;
  /** For the table: "ARIA in HTML" lets it be a grid. */
  readonly props: {
    readonly role: 'grid';
    readonly tabIndex: -1;
    readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

const pageRows = 10;

/** Where the focus is in the grid, and what makes a table one. */
export function useGridNavigation(): GridNavigation {
  const [active, setActive] = useState<GridPlace | null>(null);

  const onFocus = useCallback((event: FocusEvent<HTMLElement>) => {
    const place = placeOf(event.target);
    if (place === null) return;
    setActive((current) => (current?.row === place.row && current.cell === place.cell ? current : place));
  }, []);

  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = neighbour(event.currentTarget, event.target, event.key);
    if (target === null) return;
    event.preventDefault();
    target.focus();
    target.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
  }, []);

  return { active, props: { role: 'grid', tabIndex: -1, onFocus, onKeyDown } };
}

function placeOf(target: EventTarget): GridPlace | null {
  if (!(target instanceof HTMLElement)) return null;
  const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
  const cell = target.dataset['cell'];
  return row === undefined || cell === undefined ? null : { row, cell: Number(cell) };
}

function neighbour(grid: HTMLElement, target: EventTarget, key: string): HTMLElement | null {
  if (!(target instanceof HTMLElement)) return null;
  const row = target.closest<HTMLElement>('[data-row]');
  if (row === null) return null;
  const rows = [...grid.querySelectorAll<HTMLElement>('[data-row]')];
  const index = rows.indexOf(row);
  const inRow = (at: number): HTMLElement | null => {
    const other = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    if (other === undefined) return null;
    return (
      other.querySelector<HTMLElement>(`[data-cell="${target.dataset['cell'] ?? '0'}"]`) ??
      other.querySelector<HTMLElement>('[data-cell]')
    );
  };
  const cells = [...row.querySelectorAll<HTMLElement>('[data-cell]')];
  const cell = cells.indexOf(target);
  switch (key) {
    case 'ArrowDown':
      return inRow(index + 1);
    case 'ArrowUp':
      return inRow(index - 1);
    case 'PageDown':
      return inRow(index + pageRows);
    case 'PageUp':
      return inRow(index - pageRows);
    case 'Home':
      return inRow(0);
    case 'End':
      return inRow(rows.length - 1);
    case 'ArrowRight':
      return cells[cell + 1] ?? null;
    case 'ArrowLeft':
      return cells[cell - 1] ?? null;
    default:
      return null;
  }
}
