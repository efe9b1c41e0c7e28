// A disk that cannot be written to: nothing is acknowledged falsely, nothing is lost, and all goes on when it can again.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillingDisk, lockingFolder } from '../../support/bad-disks.ts';
import { serveRegistry } from '../../support/registry-stage.ts';

const server = (id: string) => ({ server_id: id, server_url: `http://127.0.0.1:8000/${id}` });

describe.each([
  ['full', fillingDisk, 'could not be written: the disk is full. Free some space, then try again.'],
  ['read-only', lockingFolder, 'could not be written: the file system is read-only.'],
])('on a disk that is %s', (_what, makeDisk, words) => {
  it('every change is refused with 503, and what was there stays', async () => {
    const disk = await makeDisk();
    const { dataDir, files } = disk;
    const face = await serveRegistry({ dataDir, files });
    await face.post('/register', server('kept'));
    const { body: client } = await face.post('/register', {});
    await disk.break();

    const refused = {
      status: 503,
      body: {
        success: false,
        error: expect.stringContaining(words) as string,
        error_code: 'STORE_WRITE_FAILED',
      },
    };
    // More than one, as what fits on a disk in part may seem to fit.
    for (const id of ['one', 'two', 'three']) {
      expect(await face.post('/register', { ...server(id), description: 'x'.repeat(30_000) })).toMatchObject(
        refused,
      );
    }
    const unknown = { ...server('four'), description: 'x'.repeat(60_000) };
    expect(await face.post('/proxy/heartbeat', unknown)).toMatchObject(refused);
    expect(await face.post('/register', { client_info: { name: 'x'.repeat(8000) } })).toMatchObject(refused);
    expect((await face.post('/proxy/heartbeat', server('kept'))).status).toBe(200);
    expect((await face.post('/register', server('kept'))).status).toBe(400);
    const shown = (await face.get('/registrations')).body;
    expect(shown).toMatchObject({ sessions: [client['session_id']], servers: [{ server_key: 'kept_1' }] });
    JSON.parse(await readFile(join(dataDir, 'registry.json'), 'utf8'));

    await disk.mend();
    expect((await face.post('/register', server('five'))).status).toBe(200);
    await face.close();
    const again = await serveRegistry({ dataDir, files });
    const keys = again.registry.servers.all().map(({ record }) => record.key);
    expect(keys).toEqual(['kept_1', 'five_1']);
    expect(again.registry.clients.has(String(client['session_id']))).toBe(true);
  });
});
