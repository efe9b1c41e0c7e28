// A server that was taken out comes back as it was written, at its place.
import { describe, expect, it } from 'vitest';
import { addingServer, removingServer, switchingServer } from '../../../src/main/core/config/edit-servers.ts';
import { restoringServer, type Removal } from '../../../src/main/core/config/undo-removal.ts';
import { loaded } from './context.ts';

const objects = `{
  "mcpServers": {
    "a": { "command": "a" },
    // The one for notes.
    "b": {
      "command": "b", // as it is
      "args": [ "1",  "2" ]
    }, // behind
    "c": { "command": "c" }
  }
}
`;
const list = `{
  "servers": [
    { "name": "a", "command": "a" },
    { "name": "B", "path": "b", "command": "b" /* x */ },
    { "name": "c", "command": "c" }
  ]
}
`;

function removed(before: string, name: string): Removal {
  return { name, before, after: removingServer(name)(before) };
}

const names = (text: string): readonly string[] => [...loaded(text).servers.keys()];

describe('a server that is put back', () => {
  it.each(['a', 'b', 'c'])('gives the same file byte for byte: %s', (name) => {
    for (const before of [objects, list, `\u{feff}${objects}`, objects.replaceAll('\n', '\r\n')]) {
      const removal = removed(before, name);
      expect(names(removal.after)).not.toContain(name);
      expect(restoringServer(removal)(removal.after)).toBe(before);
    }
  });

  it('stands at its place as it was written, where the file has changed since', () => {
    for (const [before, own] of [
      [objects, '"b": {\n      "command": "b", // as it is\n      "args": [ "1",  "2" ]\n    }'],
      [list, '{ "name": "B", "path": "b", "command": "b" /* x */ }'],
    ] as const) {
      const removal = removed(before, 'b');
      const changed = switchingServer('a', false)(addingServer('d', { command: 'd' })(removal.after));
      const restored = restoringServer(removal)(changed);
      expect(restored).toContain(own);
      expect(names(restored)).toEqual(['a', 'b', 'c', 'd']);
      expect(loaded(restored).servers.get('a')?.enabled).toBe(false);
    }
  });

  it('finds a place where those before it are gone, or the whole section', () => {
    const first = removed(objects, 'b');
    const without = removingServer('a')(first.after);
    expect(names(restoringServer(first)(without))).toEqual(['b', 'c']);
    const alone = removed('{ "mcpServers": { "a": { "command": "a" } } }', 'a');
    expect(names(restoringServer(alone)('{}'))).toEqual(['a']);
    const item = removed('{ "servers": [{ "name": "a", "command": "a" }] }', 'a');
    expect(names(restoringServer(item)('{ "gateway": {} }'))).toEqual(['a']);
  });

  it('does not come back beside one that has its name by now', () => {
    const removal = removed(objects, 'b');
    const taken = addingServer('b', { command: 'other' })(removal.after);
    expect(() => restoringServer(removal)(taken)).toThrow('There is a server "b" already.');
  });
});
