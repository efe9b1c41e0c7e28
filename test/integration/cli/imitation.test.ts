// `patchbay add`, and the call behind it, refuse a name that is easily taken for another server's.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { say } from '../../cli/in-process.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';

const start = (): Promise<RunningPatchbay> =>
  startPatchbay(
    { mcpServers: { files: { command: 'x', enabled: false } } },
    { console: { port: 0, pageDir: '/nonexistent/page' } },
  );
const configOf = ({ dataDir }: RunningPatchbay): Promise<string> =>
  readFile(join(dataDir, 'config.json'), 'utf8');

describe.each([
  ['Fi1es', 'files'],
  ['fil-es', 'files'],
  ['files__read', 'files'],
  ['patch-bay', 'patchbay'],
])('the name %s, which imitates %s,', (name, other) => {
  it('is refused on the command line, and config.json stays as it is', async () => {
    const patchbay = await start();
    const before = await configOf(patchbay);
    const env = { PATCHBAY_DATA_DIR: patchbay.dataDir };
    const said = await say(['add', name, '--yes', '--', 'node', 'server.js'], { env });
    expect(said).toMatchObject({ status: 1, stdout: '' });
    expect(said.stderr).toContain(`"${other}"`);
    expect(await configOf(patchbay)).toBe(before);
  });

  it('is refused by the contract, by command and by URL', async () => {
    const { core } = await start();
    const entries = [{ command: 'node', args: ['server.js'] }, { url: 'http://127.0.0.1:9/mcp' }];
    for (const entry of entries) {
      const { consent } = await core.commands.proposeServer({ name, entry });
      const added = core.commands.addServer({ name, entry, ...(consent === null ? {} : { consent }) });
      await expect(added).rejects.toMatchObject({ code: 'NAME_IMITATES' });
    }
    expect(core.state.get().servers.map((server) => server.name)).not.toContain(name);
    expect(await core.commands.readAudit({ limit: 100 })).not.toContainEqual(
      expect.objectContaining({ action: 'added' }),
    );
  });
});
