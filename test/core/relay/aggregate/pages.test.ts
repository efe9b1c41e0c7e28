import { describe, expect, it } from 'vitest';
import { listPage, pageSize } from '../../../../src/main/core/relay/aggregate/pages.ts';

const texts = Array.from({ length: pageSize + 2 }, (_, index) => `{"name":"tool-${index}"}`);

interface Page {
  readonly id: unknown;
  readonly result: { readonly tools: readonly { readonly name: string }[]; readonly nextCursor?: string };
}

function page(id: string, list: readonly string[], cursor?: string): Page {
  return JSON.parse(listPage(id, 'tools', list, cursor).toString()) as Page;
}

describe('pages of a merged list', () => {
  it('are the same for whoever asks, under the id of each', () => {
    for (const id of ['1', '"two"']) {
      const first = page(id, texts);
      expect(first.id).toBe(JSON.parse(id));
      expect(first.result.tools).toHaveLength(pageSize);
      const last = page(id, texts, first.result.nextCursor);
      expect(last.result).toEqual({ tools: [{ name: 'tool-1000' }, { name: 'tool-1001' }] });
    }
  });

  it('are those of the list that is asked for, whatever was shown of another', () => {
    expect(page('1', texts).result.tools[0]?.name).toBe('tool-0');
    expect(page('1', ['{"name":"other"}']).result).toEqual({ tools: [{ name: 'other' }] });
    expect(page('1', []).result).toEqual({ tools: [] });
  });

  it('begin where a cursor says, also in between and behind the end', () => {
    const at = (offset: number): readonly string[] =>
      page('1', texts, Buffer.from(`page:${offset}`).toString('base64url')).result.tools.map(
        ({ name }) => name,
      );
    expect(at(pageSize + 1)).toEqual(['tool-1001']);
    expect(at(9 * pageSize)).toEqual([]);
    expect(at(1)).toHaveLength(pageSize);
  });
});
