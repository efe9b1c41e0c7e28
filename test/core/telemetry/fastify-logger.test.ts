// What Fastify says, in our log.
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { fastifyLogger } from '../../../src/main/core/telemetry/fastify-logger.ts';
import { recordingLogger } from '../../support/recorders.ts';

it('keeps requests for the curious and tells of failures with their stack', async () => {
  const logger = recordingLogger();
  const app = Fastify({ loggerInstance: fastifyLogger(logger) });
  onTestFinished(() => app.close());
  app.get('/good', () => 'ok');
  app.get('/bad', () => {
    throw new Error('broken');
  });
  await app.inject('/good');
  expect(logger.lines.map(({ level }) => level)).toEqual(['debug', 'debug']);
  expect(logger.lines[0]?.text).toBe('GET /good: incoming request (req-1)');
  await app.inject('/bad');
  const errors = logger.lines.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(1);
  expect(errors[0]?.text).toMatch(/^GET \/bad: Error: broken\n {4}at /);
});

it('takes every form of call that pino takes', () => {
  const logger = recordingLogger();
  const log = fastifyLogger(logger);
  log.warn('%s of %d', 'one', 2);
  log.warn({ a: 1 }, 'with facts');
  log.fatal(new TypeError('alone'), 'last words');
  log.child({ reqId: 'r7' }).error({ err: new RangeError('deep') });
  log.trace('never');
  const heads = logger.lines.map(({ level, text }) => `${level} ${text.split('\n')[0] ?? ''}`);
  expect(heads).toEqual([
    'warn one of 2',
    'warn with facts',
    'error last words: TypeError: alone',
    'error RangeError: deep',
  ]);
  expect(logger.lines.at(-1)?.text.endsWith(' (r7)')).toBe(true);
});
