import { describe, expect, it } from 'vitest';
import { Bounds } from '../../../src/main/core/bounds/bounds.ts';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';

function setUp(gateway: Record<string, unknown> = {}) {
  const clock = fakeClock();
  const logger = recordingLogger();
  const state = { settings: configSchema.parse({ gateway }) };
  const bounds = new Bounds({ settings: () => state.settings, clock, logger });
  return { bounds, clock, logger, state };
}

describe('a bound', () => {
  it('is what the configuration says at this moment', () => {
    const { bounds, state } = setUp({ limits: { maxCallsPerSession: 7 } });
    expect(bounds.get('callsPerSession')).toBe(7);
    state.settings = configSchema.parse({ gateway: { limits: { maxCallsPerSession: 8 } } });
    expect(bounds.get('callsPerSession')).toBe(8);
  });

  it('refuses with its key, its value and what to do', () => {
    const { bounds } = setUp({ maxSessions: 3 });
    const error = bounds.refusal('sessions', 'There are 3 sessions already.', { instead: 'End some' });
    expect(error).toMatchObject({
      code: 'LIMIT_REACHED',
      message: 'There are 3 sessions already.',
      expected: 'End some, or raise gateway.maxSessions (now 3).',
      details: { limit: 'gateway.maxSessions', value: 3 },
    });
  });

  it('is counted each time it is reached, under its key, and told once a minute', () => {
    const { bounds, clock, logger } = setUp();
    for (let times = 0; times < 3; times++) bounds.reached('unreadBytes', 'events are lost.');
    clock.advance(60_000);
    bounds.reached('unreadBytes', 'events are lost.');
    const counts = new Map(bounds.reachedCounts());
    expect(counts.get('gateway.limits.maxUnreadBytes')).toBe(4);
    expect(counts.get('gateway.maxSessions')).toBe(0);
    expect(logger.lines).toHaveLength(2);
    expect(logger.lines[0]).toEqual({
      level: 'warn',
      text: 'gateway.limits.maxUnreadBytes (33554432) was reached: events are lost.',
    });
  });

  it('exists for every key of gateway.limits', () => {
    const { bounds } = setUp();
    const counted = [...bounds.reachedCounts()].map(([key]) => key);
    for (const key of Object.keys(configSchema.parse({}).gateway.limits))
      expect(counted).toContain(`gateway.limits.${key}`);
  });
});
