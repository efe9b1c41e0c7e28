// A flood of refused callers must not flood the log.
import { expect, it } from 'vitest';
import { RefusedCallers } from '../../../src/main/core/gateway/refused-callers.ts';
import { fakeClock } from '../../support/fake-clock.ts';

it('tells of five a minute, and how many more there were', () => {
  const lines: string[] = [];
  const silent = (): void => undefined;
  const logger = { error: silent, warn: (line: string) => lines.push(line), info: silent, debug: silent };
  const clock = fakeClock();
  const refused = new RefusedCallers(clock, logger);
  for (let caller = 1; caller <= 8; caller++) refused.plain(`127.0.0.1:${caller}`);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('Refused a client at 127.0.0.1:1: it came by http, and this gateway speaks https.');
  clock.advance(60_000);
  expect(lines.slice(5)).toEqual(['3 more clients were refused within a minute.']);
  refused.handshake('[::1]:9', 'ERR_SSL_UNSUPPORTED_PROTOCOL');
  expect(lines.at(-1)).toBe('No handshake with a client at [::1]:9: ERR_SSL_UNSUPPORTED_PROTOCOL.');
  clock.advance(60_000);
  expect(lines).toHaveLength(7);
});
