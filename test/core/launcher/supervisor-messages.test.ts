// Messages through a supervisor, good and bad ones.
import { describe, expect, it } from 'vitest';
import { crash, stage } from '../../support/supervisor-stage.ts';
import { until } from '../../support/until.ts';

describe('messages', () => {
  it('are told between spawned and ended, the last one without its line end too', async () => {
    const set = stage();
    await set.supervisor.start();
    set.child(0).print('{"a":1}\n{"b":2}\nnoise\n{"c":3}');
    await crash(set);
    expect(set.told).toEqual(['spawned', '{"a":1}', '{"b":2}', '{"c":3}', 'ended']);
    expect(set.sink.lines.map(({ text }) => text)).toEqual(['stdout: noise']);
  });

  it('that are too long are dropped with one line in the log', async () => {
    const set = stage();
    await set.supervisor.start();
    set.child(0).print(`{"a":"${'x'.repeat(2000)}"}\n{"b":2}\n`);
    await until('the message', () => set.told.includes('{"b":2}'));
    expect(set.told).toEqual(['spawned', '{"b":2}']);
    expect(set.sink.lines).toHaveLength(1);
    expect(set.sink.lines[0]?.text).toContain('A message of 2008 bytes was dropped: at most 1000 are taken.');
  });

  it('that a listener trips over cost neither the child nor us', async () => {
    const set = stage();
    await set.supervisor.start();
    set.child(0).print('{"boom":1}\n{"b":2}\n');
    await until('the message', () => set.told.includes('{"b":2}'));
    expect(set.logger.lines[0]?.text).toContain('A listener of "files" failed: Error: a mistake of ours');
  });

  it('reach the child as lines, and are refused when it is gone', async () => {
    const set = stage();
    await set.supervisor.start();
    const [handle] = set.handles;
    expect(handle?.write(Buffer.from('{"id":1}'))).toBe('taken');
    const large = Buffer.from(`"${'y'.repeat(50_000)}"`);
    handle?.write(large);
    await until('the lines', () => set.child(0).heard() === `{"id":1}\n${large.toString()}\n`);
    await set.pass(set.supervisor.stop());
    expect(handle?.write(Buffer.from('{"id":2}'))).toBe('refused');
    expect(set.told).not.toContain('{"id":2}');
  });

  it('of a child that has closed its stdout cannot come, so it is ended', async () => {
    const set = stage();
    set.spawner.obeys = 'terminate';
    await set.supervisor.start();
    set.child(0).complain('still here\n');
    set.child(0).closeOutput();
    await set.pass(set.reach('backing-off'));
    expect(set.child(0).steps).toEqual(['input', 'terminate']);
    expect(set.endings[0]?.message).toBe(
      '"files" closed its standard streams without ending, and was ended; it last printed: still here.',
    );
  });
});
