// New values in the layout of the text they go into: its indentation, its line ends, one line or many.

export interface Layout {
  readonly lineEnd: string;
  /** One step of indentation. */
  readonly unit: string;
  /** What the members of the place begin their lines with. */
  readonly indent: string;
}

/** Lists of plain values stay on one line up to this length. */
const longestLine = 100;

/** A JSON value whose first line stands at `layout.indent`; null prints all on one line. Undefined members are left out. */
export function printJson(value: unknown, layout: Layout | null): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const isShort = isList && value.every((item) => typeof item !== 'object' || item === null);
  const inside = layout === null ? null : { ...layout, indent: layout.indent + layout.unit };
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${isList ? '' : `${JSON.stringify(key)}: `}${printJson(member, inside)}`);
  if (members.length === 0) return open + close;
  const pad = isList ? '' : ' ';
  const line = `${open}${pad}${members.join(', ')}${pad}${close}`;
  if (layout === null || inside === null || (isShort && line.length <= longestLine)) return line;
  const { lineEnd } = layout;
  return `${open}${lineEnd}${inside.indent}${members.join(`,${lineEnd}${inside.indent}`)}${lineEnd}${layout.indent}${close}`;
}
