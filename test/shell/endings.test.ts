// What each of those who ask the program to end asks the quitter for.
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { quitOnRequest, quitOnShutdown } from '../../src/main/shell/endings.ts';
import type { EndingSources } from '../../src/main/shell/endings.ts';
import { fakeClock } from '../support/fake-clock.ts';

function setUp(ended = false) {
  const asked: string[] = [];
  const app = new EventEmitter();
  const process = new EventEmitter();
  const powerMonitor = new EventEmitter();
  const quitter = {
    begun: ended,
    ended,
    quit: () => asked.push('quit'),
    quitWithSystem: () => asked.push('quit with the system'),
    endAtOnce: () => asked.push('end at once'),
  };
  const sources = { app, clock: fakeClock(), process } as unknown as EndingSources;
  quitOnRequest(sources, quitter);
  quitOnShutdown(powerMonitor as unknown as Parameters<typeof quitOnShutdown>[0], quitter);
  const ask = (source: EventEmitter, name: string): readonly string[] => {
    source.emit(name, { preventDefault: () => asked.push('prevented') });
    return asked.splice(0);
  };
  return { app, process, powerMonitor, ask };
}

describe('the end', () => {
  it('is begun by the program’s own quit, which waits for it', () => {
    const { app, ask } = setUp();
    expect(ask(app, 'before-quit')).toEqual(['prevented', 'quit']);
  });

  it('is the program’s own quit once all has ended, as an update that is installed asks for', () => {
    const { app, ask } = setUp(true);
    expect(ask(app, 'before-quit')).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('on %s may be that of the session', (signal) => {
    const { process, ask } = setUp();
    expect(ask(process, signal)).toEqual(['quit with the system']);
  });

  it('at a shutdown is that of the system', () => {
    const { powerMonitor, ask } = setUp();
    expect(ask(powerMonitor, 'shutdown')).toEqual(['prevented', 'quit with the system']);
  });
});
