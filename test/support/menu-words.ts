// A menu model as the lines that a person would read, with what each click asks for.
import type { MenuEntry, TrayAction } from '../../src/main/shell/menu-entries.ts';

export function menuWords(entries: readonly MenuEntry[], indent = ''): string[] {
  return entries.flatMap((entry): string[] => {
    switch (entry.kind) {
      case 'separator':
        return [`${indent}---`];
      case 'text':
        return [`${indent}${entry.label} (words only)`];
      case 'command':
        return [
          `${indent}${entry.label}${entry.action === null ? ' (off)' : ` → ${actionWords(entry.action)}`}`,
        ];
      case 'switch':
        return [`${indent}[${entry.on ? 'x' : ' '}] ${entry.label} → ${actionWords(entry.action)}`];
      case 'submenu':
        return [`${indent}${entry.label}`, ...menuWords(entry.entries, `${indent}  `)];
      default:
        return entry satisfies never;
    }
  });
}

function actionWords(action: TrayAction): string {
  const { kind, ...rest } = action;
  return [kind, ...Object.values(rest).map(String)].join(' ');
}
