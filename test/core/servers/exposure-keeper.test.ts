// What `/mcp` offers: the newest at once for who asks, told once for many changes.
import { expect, it } from 'vitest';
import type { AggregateServer } from '../../../src/main/core/relay/aggregate/exposure.ts';
import type { ListKind } from '../../../src/main/core/relay/catalogue.ts';
import { ExposureKeeper } from '../../../src/main/core/servers/exposure-keeper.ts';
import { bareItems, catalogueOf } from '../../support/catalogues.ts';
import { fakeClock } from '../../support/fake-clock.ts';

function server(name: string, ...tools: string[]): AggregateServer {
  return { name, rules: {}, catalogue: catalogueOf({ tools: bareItems('name', tools) }) };
}

function stage() {
  const clock = fakeClock();
  const told: (readonly ListKind[])[] = [];
  const given = { servers: [server('a', 'one')], builds: 0 };
  const keeper = new ExposureKeeper(
    () => {
      given.builds++;
      return given.servers;
    },
    () => ({ prefix: 'always', separator: '__' }),
    clock,
  );
  keeper.subscribe((kinds) => told.push(kinds));
  const become = (...servers: AggregateServer[]): void => {
    given.servers = servers;
    keeper.renew();
  };
  return { clock, told, given, keeper, become };
}

it('tells nobody of lists that nobody has seen', () => {
  const { clock, told, given, become } = stage();
  become(server('a', 'two'));
  clock.advance(1000);
  expect([told, given.builds]).toEqual([[], 0]);
});

it('gives the newest at once, and tells once of a thousand changes', () => {
  const { clock, told, given, keeper, become } = stage();
  keeper.get();
  for (let number = 0; number < 1000; number++) become(server('a', `tool-${number}`));
  expect([...keeper.get().tools.origins.keys()]).toEqual(['a__tool-999']);
  clock.advance(1000);
  expect([told, given.builds]).toEqual([[['tools']], 2]);
});

it('says nothing when all is as it was', () => {
  const { clock, told, keeper, become } = stage();
  keeper.get();
  become();
  become(server('a', 'one'));
  clock.advance(1000);
  expect(told).toEqual([]);
});

it('tells who asked in between, when all is as it was before', () => {
  const { clock, told, keeper, become } = stage();
  keeper.get();
  become();
  keeper.get();
  become(server('a', 'one'));
  clock.advance(1000);
  expect(told).toEqual([['tools']]);
});
