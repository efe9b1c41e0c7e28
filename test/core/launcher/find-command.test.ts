// Where a command would be found, or why it would not.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCommand, type FileProbe } from '../../../src/main/core/launcher/find-command.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('looking a command up', () => {
  it('finds an executable on PATH, and the first one', async () => {
    const [first, second] = [await tempFolder(), await tempFolder()];
    await writeFile(join(first, 'tool'), '', { mode: 0o755 });
    await writeFile(join(second, 'tool'), '', { mode: 0o755 });
    const lookup = { platform: 'linux', path: `/nowhere:${first}:${second}`, cwd: '/' } as const;
    expect(await findCommand('tool', lookup)).toEqual({
      status: 'executable',
      file: join(first, 'tool'),
      searched: 3,
    });
  });

  it('tells a file without the right to execute from one that is missing', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'script.sh'), '', { mode: 0o644 });
    await mkdir(join(folder, 'folder'));
    const lookup = { platform: 'linux', path: folder, cwd: folder } as const;
    expect((await findCommand('folder', lookup)).status).toBe('missing');
    expect((await findCommand('other', lookup)).status).toBe('missing');
    // A user who may do everything still may not execute a file that nobody may.
    expect(await findCommand('script.sh', lookup)).toEqual({
      status: 'not-executable',
      file: join(folder, 'script.sh'),
      searched: 1,
    });
  });

  it('takes a path from the folder that the server starts in, and does not search', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'run'), '', { mode: 0o755 });
    const lookup = { platform: 'linux', path: '/usr/bin', cwd: folder } as const;
    expect(await findCommand('./run', lookup)).toEqual({
      status: 'executable',
      file: join(folder, 'run'),
      searched: 0,
    });
    expect(await findCommand('./walk', lookup)).toEqual({ status: 'missing', file: null, searched: 0 });
  });

  it('tries the extensions of PATHEXT on Windows, first in the current folder', async () => {
    const probed: string[] = [];
    const probe = (file: string): Promise<FileProbe> => {
      probed.push(file);
      return Promise.resolve(file === 'C:\\node\\npx.cmd' ? 'executable' : 'missing');
    };
    const lookup = { platform: 'win32', path: 'C:\\Windows;"C:\\node"', cwd: 'D:\\work', probe } as const;
    expect(await findCommand('npx', { ...lookup, pathExtensions: '.EXE;.CMD' })).toEqual({
      status: 'executable',
      file: 'C:\\node\\npx.cmd',
      searched: 3,
    });
    expect(probed).toEqual([
      'D:\\work\\npx.exe',
      'D:\\work\\npx.cmd',
      'C:\\Windows\\npx.exe',
      'C:\\Windows\\npx.cmd',
      'C:\\node\\npx.exe',
      'C:\\node\\npx.cmd',
    ]);
  });
});
