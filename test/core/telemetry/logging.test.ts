// Logging as a whole: levels, files, watchers, secrets.
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createLogging, type Logging } from '../../../src/main/core/telemetry/logging.ts';
import { mask } from '../../../src/shared/redact-patterns.ts';
import type { LogLevel, LogLine } from '../../../src/shared/state.ts';
import { fakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let dataDir: string;
let clock: FakeClock;
beforeEach(async () => {
  dataDir = await tempFolder();
  clock = fakeClock(0);
});

function open(level: LogLevel = 'info'): Logging {
  const logging = createLogging({ dataDir, level, clock, toConsole: false });
  onTestFinished(() => logging.close());
  return logging;
}
const text = (name = 'patchbay.log'): Promise<string> => files.readFile(join(dataDir, 'logs', name), 'utf8');
const all = { after: -1, limit: 1000 };
const shown = (logging: Logging): string[] =>
  logging.feed.read(all).map(({ source, level, text: line }) => `${source} ${level} ${line}`);

describe('the gateway’s own lines', () => {
  it('stand in patchbay.log with time, level and scope, private to the user', async () => {
    const logging = open();
    logging.logger('store').warn('is %d %s full');
    logging.logger('patchbay').info('ready');
    expect(await text()).toBe(
      '1970-01-01T00:00:00.000Z warn  store: is %d %s full\n1970-01-01T00:00:00.000Z info  patchbay: ready\n',
    );
    expect((await files.stat(join(dataDir, 'logs', 'patchbay.log'))).mode & 0o777).toBe(0o600);
    expect((await files.stat(join(dataDir, 'logs'))).mode & 0o777).toBe(0o700);
    expect(shown(logging)).toEqual(['patchbay warn store: is %d %s full', 'patchbay info ready']);
  });

  it('may be kept among those of the server that they are about', async () => {
    const logging = open();
    logging.logger('launcher', 'files').error('crashed');
    logging.logger('files', 'files').info('restarted');
    expect(shown(logging)).toEqual(['files error launcher: crashed', 'files info restarted']);
    expect(await text()).toContain('error launcher: crashed');
  });

  it('are left out below the level, which can change', async () => {
    const logging = open('warn');
    const logger = logging.logger('x');
    const sayAll = (): void => {
      for (const level of ['error', 'warn', 'info', 'debug'] as const) logger[level](level);
    };
    sayAll();
    expect(shown(logging)).toHaveLength(2);
    logging.setLevel('debug');
    sayAll();
    expect(shown(logging)).toHaveLength(6);
    logging.setLevel('error');
    sayAll();
    expect(shown(logging)).toHaveLength(7);
    expect((await text()).trimEnd().split('\n')).toHaveLength(7);
  });

  it('stay bounded on disk: a full file is kept once beside the new one', async () => {
    const logging = open();
    const line = 'x '.repeat(7000);
    for (let count = 0; count < 800; count++) logging.logger('x').info(line);
    const names = await files.readdir(join(dataDir, 'logs'));
    expect(names.toSorted()).toEqual(['patchbay.log', 'patchbay.old.log']);
    for (const name of names) {
      const { size, mode } = await files.stat(join(dataDir, 'logs', name));
      expect(size).toBeLessThan(5_100_000);
      expect(mode & 0o777).toBe(0o600);
    }
  });

  it('stay in memory when the file cannot be written, with one word about it', async () => {
    await files.mkdir(join(dataDir, 'logs', 'patchbay.log'), { recursive: true });
    const logging = open();
    for (const line of ['one', 'two']) logging.logger('x').info(line);
    expect(shown(logging)).toEqual([
      `patchbay warn ${join(dataDir, 'logs', 'patchbay.log')} cannot be written.`,
      'patchbay info x: one',
      'patchbay info x: two',
    ]);
  });

  it('go to stderr if wanted, never to stdout', () => {
    const program = `
      import { createLogging } from ${JSON.stringify(join(import.meta.dirname, '../../../src/main/core/telemetry/logging.ts'))};
      import { systemClock } from ${JSON.stringify(join(import.meta.dirname, '../../../src/main/core/ports.ts'))};
      const logging = createLogging({ dataDir: process.argv[1], level: 'info', clock: systemClock(), toConsole: true });
      logging.logger('x').info('said %s 100%');
      logging.logger('x').debug('not said');
      await logging.close();`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, dataDir], {
      cwd: '/',
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^\S+Z info {2}x: said %s 100%\n$/);
  });
});

describe('what children print', () => {
  it('is kept in memory and in the server’s own file, whatever the level', async () => {
    const logging = open('error');
    logging.sink.append('files', 'info', 'hello');
    await logging.close();
    expect(shown(logging)).toEqual(['files info hello']);
    expect(await text('server-files.log')).toContain(' info  hello\n');
    expect(await files.readdir(join(dataDir, 'logs'))).toEqual(['server-files.log']);
  });

  it('cannot fake lines or steer a terminal', async () => {
    const logging = open();
    const escape = String.fromCharCode(27);
    logging.sink.append('files', 'info', `a\n1970 error ${escape}[31mb`);
    logging.logger('a\nb').info(`c\nd${escape}[0m`);
    expect(shown(logging)).toEqual([
      String.raw`files info a\n1970 error b`,
      String.raw`patchbay info a\nb: c\nd`,
    ]);
    await logging.close();
    expect(await text('server-files.log')).toMatch(/^[^\n]*\n$/);
    expect(await text()).toMatch(/^[^\n]*\n$/);
  });
});

describe('secrets', () => {
  it('are masked everywhere: memory, files, watchers', async () => {
    const logging = open();
    const heard: LogLine[] = [];
    logging.feed.subscribe((lines) => void heard.push(...lines));
    logging.setSecrets(['hunter22']);
    logging.sink.append('files', 'info', 'it is hunter22');
    logging.logger('x').error('it is hunter22, Authorization: Bearer abc.def');
    clock.advance(1000);
    await logging.close();
    const everything = [JSON.stringify(heard), JSON.stringify(logging.feed.read(all))];
    everything.push(await text(), await text('server-files.log'));
    for (const place of everything) {
      expect(place).toContain(mask);
      expect(place).not.toMatch(/hunter22|abc\.def/);
    }
  });

  it('of one origin are replaced without touching those of another', () => {
    const logging = open();
    logging.setSecrets(['console-secret'], 'console');
    logging.setSecrets(['old-value']);
    logging.setSecrets(['new-value']);
    expect(logging.redact('console-secret old-value new-value')).toBe(`${mask} old-value ${mask}`);
  });
});

describe('the feed', () => {
  it('tells new lines in batches, numbered over all sources', () => {
    const logging = open();
    const batches: number[][] = [];
    const stop = logging.feed.subscribe((lines) => void batches.push(lines.map(({ seq }) => seq)));
    logging.sink.append('a', 'info', '0');
    logging.logger('x').info('1');
    expect(batches).toEqual([]);
    clock.advance(50);
    logging.sink.append('b', 'info', '2');
    clock.advance(50);
    expect(batches).toEqual([[0, 1], [2]]);
    stop();
    logging.sink.append('b', 'info', '3');
    clock.advance(1000);
    expect(batches).toHaveLength(2);
    expect(clock.pending()).toBe(0);
  });

  it('drops the oldest lines of a flood; the gap in the numbers tells', () => {
    const logging = open();
    const heard: LogLine[] = [];
    logging.feed.subscribe((lines) => void heard.push(...lines));
    for (let number = 0; number < 12_000; number++) logging.sink.append('a', 'info', 'x');
    clock.advance(50);
    expect(heard).toHaveLength(5000);
    expect(heard.at(-1)?.seq).toBe(11_999);
  });

  it('lets a listener that fails go, and tells the others', () => {
    const logging = open();
    let calls = 0;
    let heard = 0;
    logging.feed.subscribe(() => {
      calls++;
      throw new Error('no');
    });
    logging.feed.subscribe((lines) => void (heard += lines.length));
    logging.sink.append('a', 'info', 'x');
    clock.advance(1000);
    expect([calls, heard]).toEqual([1, 2]);
    expect(shown(logging).at(-1)).toContain('A listener of the log failed');
  });
});

it('says nothing more after it was closed, and leaves no timer', async () => {
  const logging = open();
  const logger = logging.logger('x');
  logging.feed.subscribe(() => {});
  logger.info('before');
  await logging.close();
  await logging.close();
  logger.info('after');
  logging.setLevel('debug');
  logger.error('after');
  logging.sink.append('a', 'info', 'after');
  expect(shown(logging)).toEqual(['patchbay info x: before']);
  expect(await text()).not.toContain('after');
  expect(await files.readdir(join(dataDir, 'logs'))).toEqual(['patchbay.log']);
  expect(clock.pending()).toBe(0);
});

describe('how much is kept', () => {
  const sizes = { maxFileBytes: 10_000, maxServerFileBytes: 10_000, maxLines: 10 };
  const size = async (name: string): Promise<number> => (await files.stat(join(dataDir, 'logs', name))).size;

  it('of a server is what was set last, in memory and on disk', async () => {
    const logging = open();
    for (let index = 0; index < 30; index++) logging.sink.append('box', 'info', `early ${index}`);
    logging.setSizes(sizes);
    for (let index = 0; index < 300; index++) {
      logging.sink.append('box', 'info', `${index} ${'x'.repeat(90)}`);
      // One after the other, as they come.
      if (index % 10 === 0) await new Promise(setImmediate);
    }
    expect(shown(logging)).toHaveLength(10);
    await logging.close();
    // What came at once is written at once.
    expect(await size('server-box.log')).toBeLessThan(40_000);
    expect((await text('server-box.log')).trimEnd().endsWith('x')).toBe(true);
  });

  it('of the gateway’s own lines is what was set last', async () => {
    const logging = open();
    logging.setSizes(sizes);
    const logger = logging.logger('patchbay');
    for (let index = 0; index < 300; index++) logger.info(`${index} ${'x'.repeat(90)}`);
    expect(await size('patchbay.log')).toBeLessThan(10_200);
    expect(await size('patchbay.old.log')).toBeLessThan(10_200);
  });
});
