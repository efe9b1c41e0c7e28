// Pictures of the servers' page, and a gateway that checks entries, for the tests beside.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { EntryCheck } from '../../src/shared/server-detail.ts';
import { violationsOf } from '../support/axe.ts';
import { stickingOut } from '../support/sticking-out.ts';

const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));

/** Pictures in both themes, to be looked at; what sticks out of its place, or what axe finds in the dark, is told. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `manage-${name}-${colorScheme}.png`) });
  }
  expect(await stickingOut(page)).toEqual([]);
  expect(await violationsOf(page)).toEqual([]);
}

export const command = 'npx -y @modelcontextprotocol/server-filesystem /home/me/notes';
export const consentView = {
  consent: 'the-consent',
  name: 'notes',
  command,
  words: command.split(' '),
  env: ['API_KEY=[redacted]', 'MODE=text'],
  cwd: '/home/me',
  warnings: [
    { kind: 'privileges', severity: 'danger', text: 'It asks for more rights than you have.' },
    { kind: 'download', severity: 'note', text: 'npx may download what it runs.' },
  ],
} as const;

/** As the gateway would check: a command is found, `nothing` is not. */
export function check({ name, entry }: { name: string; entry: Record<string, unknown> }): EntryCheck {
  const typed = typeof entry['command'] === 'string' ? entry['command'] : '';
  const isThere = typed !== 'nothing';
  return {
    faults:
      name === 'files'
        ? [{ key: 'name', message: 'There is a server "files" already.', expected: 'another name' }]
        : [],
    command:
      entry['command'] === undefined
        ? null
        : {
            status: isThere ? 'executable' : 'missing',
            file: isThere ? `/usr/bin/${typed}` : null,
            searched: 9,
            missingFolder: null,
          },
    url:
      entry['url'] === undefined
        ? null
        : { status: 'unreachable', httpStatus: null, reason: 'nobody listens there' },
    preview: { ...consentView, consent: null },
  };
}
