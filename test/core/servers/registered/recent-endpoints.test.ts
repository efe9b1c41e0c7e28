import { expect, it } from 'vitest';
import { RecentEndpoints } from '../../../../src/main/core/servers/registered/recent-endpoints.ts';

const endpoint = (url: string) => ({ kind: 'mcp', url }) as const;

it('what stood behind a URL last is remembered, of the last thousand', () => {
  const recent = new RecentEndpoints();
  recent.note('http://first', endpoint('http://first/mcp'));
  recent.note('http://second', endpoint('http://second/mcp'));
  recent.note('http://first', endpoint('http://first/other'));
  for (let number = 0; number < 999; number++)
    recent.note(`http://${number}`, endpoint(`http://${number}/mcp`));
  expect(recent.at('http://first')).toEqual(endpoint('http://first/other'));
  expect(recent.at('http://second')).toBeNull();
  expect(recent.at('http://unknown')).toBeNull();
});
