import { describe, expect, it } from 'vitest';
import { connectionStage } from '../../support/connection-stage.ts';

describe('a connection that is closed', () => {
  it('starts no child any more, and says so to those who ask for one', async () => {
    const { connection, session, supervisor } = connectionStage();
    const { ask } = session('a');
    const early = ask('tools/list');
    expect(supervisor.starts()).toBe(1);
    await connection.close();
    const late = ask('tools/list');
    for (const { log } of [early, late]) {
      expect(log.answer).toMatchObject({ error: { message: '"box" was stopped.' } });
    }
    await expect(connection.start()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    await expect(connection.restart()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    await expect(connection.whenReady()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    expect([supervisor.starts(), supervisor.isWanted()]).toEqual([1, false]);
  });
});
