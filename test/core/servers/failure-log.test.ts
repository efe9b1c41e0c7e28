import { describe, expect, it } from 'vitest';
import type { ErrorView } from '../../../src/shared/errors.ts';
import type { ServerStatus } from '../../../src/shared/state.ts';
import { FailureLog } from '../../../src/main/core/servers/failure-log.ts';
import { recordingLogger } from '../../support/recorders.ts';

function setUp() {
  const logger = recordingLogger();
  const failures = new FailureLog('files', logger);
  const problemOf = (message: string): ErrorView => ({ code: 'SERVER_FAILED', message });
  return {
    texts: () => logger.lines.map(({ level, text }) => `${level}: ${text}`),
    pass: (...statuses: ServerStatus[]) => {
      for (const status of statuses)
        failures.note({ status, problem: status === 'failed' ? problemOf('refused') : null });
    },
    crash: (message: string) => failures.crashed(problemOf(message)),
  };
}

describe('the log of a server that fails', () => {
  it('tells it once, however often it is tried in vain, and that it works again', () => {
    const { pass, texts } = setUp();
    pass('starting', 'failed', 'failed', 'starting', 'failed');
    expect(texts()).toEqual(['warn: refused']);
    pass('starting', 'ready', 'ready');
    expect(texts()).toEqual(['warn: refused', 'info: "files" works again.']);
    pass('failed');
    expect(texts()).toHaveLength(3);
  });

  it('tells it anew after the server was stopped', () => {
    const { pass, texts } = setUp();
    pass('failed', 'stopped', 'starting', 'failed');
    expect(texts()).toEqual(['warn: refused', 'warn: refused']);
  });

  it('does not tell a crash twice', () => {
    const { pass, crash, texts } = setUp();
    crash('refused');
    pass('failed', 'ready');
    expect(texts()).toEqual(['warn: refused', 'info: "files" works again.']);
  });

  it('says nothing of a server that is well', () => {
    const { pass, texts } = setUp();
    pass('starting', 'ready', 'stopping', 'stopped', 'starting', 'ready');
    expect(texts()).toEqual([]);
  });
});
