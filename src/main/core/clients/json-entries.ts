// Server entries in a client's JSON file, comments and trailing commas allowed: finding them, putting ours in, taking it
// out. Every other byte stays.
import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { parseText } from '../config/document.ts';
import { insertMember, removeMember } from '../config/edit-text.ts';
import { withoutMark } from '../config/load-config.ts';
import type { EntryFile } from './entry-file.ts';

/** Throws CLIENT_FILE_UNUSABLE for text that is no JSON object, or has something else where servers should be. */
export function jsonEntries(raw: string, servers: readonly string[]): EntryFile {
  const mark = raw.slice(0, raw.length - withoutMark(raw).length);
  const text = withoutMark(raw).trim() === '' ? '{}' : withoutMark(raw);
  const root = parsed(text);
  const container = containerOf(root, servers);
  const entries = container === undefined ? {} : (getNodeValue(container) as unknown);
  return {
    entries: isRecord(entries) ? entries : {},
    with: (name, entry) => {
      if (container !== undefined) {
        const member = memberOf(container, name);
        const without = member === undefined ? text : removeMember(text, container, member);
        const target = containerOf(parsed(without), servers);
        if (target === undefined) throw unusable(servers);
        return mark + insertMember(without, target, { key: name, value: entry });
      }
      const [outer = '', ...inner] = servers;
      const value = inner.reduceRight<unknown>((within, key) => ({ [key]: within }), {});
      return jsonEntries(mark + insertMember(text, root, { key: outer, value }), servers).with(name, entry);
    },
    without: (name) => {
      const member = container === undefined ? undefined : memberOf(container, name);
      return container === undefined || member === undefined
        ? raw
        : mark + removeMember(text, container, member);
    },
  };
}

function parsed(text: string): Node {
  const { document, faults } = parseText(text);
  if (document?.root.type === 'object') return document.root;
  const fault = faults[0];
  const where = fault === undefined ? '' : ` Line ${fault.line}, column ${fault.column}: ${fault.message}`;
  throw new AppError('CLIENT_FILE_UNUSABLE', `The file is no JSON object.${where}`, {
    expected: 'Mend it, then try again; nothing was changed.',
  });
}

function containerOf(root: Node, servers: readonly string[]): Node | undefined {
  const node = findNodeAtLocation(root, [...servers]);
  if (node !== undefined && node.type !== 'object') throw unusable(servers);
  return node;
}

function memberOf(container: Node, name: string): Node | undefined {
  return container.children?.find((member) => member.children?.[0]?.value === name);
}

function unusable(servers: readonly string[]): AppError {
  return new AppError('CLIENT_FILE_UNUSABLE', `"${servers.join('.')}" in the file is no object.`, {
    expected: 'Mend it, then try again; nothing was changed.',
  });
}
