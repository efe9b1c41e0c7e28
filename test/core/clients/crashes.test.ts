// Connecting, disconnecting, importing and switching over, each cut short at every step that changes a file: the client's file
// is the old or the new one, whole, what was there before is kept, and the next run goes on or takes it back.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEntries } from '../../../src/main/core/clients/entry-file.ts';
import { clientKinds } from '../../../src/main/core/clients/kinds.ts';
import { clientsStage, cursorFile } from '../../support/clients-stage.ts';
import { crashingAt } from '../../support/crashing-files.ts';

type Stage = Awaited<ReturnType<typeof clientsStage>>;

const own = { command: 'npx', args: ['box'], env: { API_TOKEN: 'abcdef-123456-secret' } };
const text = `// mine\r\n{\r\n\t"mcpServers": {\r\n\t\t"box": ${JSON.stringify(own)}, // kept\r\n\t},\r\n}\r\n`;
const cursor = clientKinds.find(({ id }) => id === 'cursor') ?? expect.unreachable();

/** Every step is tried until one number is more than the work takes. */
const mostSteps = 200;

const connect = async ({ client }: Stage): Promise<void> => {
  const { consent } = await client.proposeConnection({ client: 'cursor' });
  await client.connectClient({ consent });
};
const disconnect = async ({ client }: Stage): Promise<void> => {
  const proposed = await client.proposeDisconnection({ client: 'cursor' });
  if (proposed !== null) await client.disconnectClient({ consent: proposed.consent });
};
const importing =
  (switchOver: boolean) =>
  async ({ client }: Stage): Promise<void> => {
    const servers = [{ key: 'box' }];
    const { consent } = await client.planImport({ client: 'cursor', servers, switchOver });
    await client.applyImport({ consent });
  };
const undo = async ({ client }: Stage): Promise<void> => {
  await client.undoImport({ client: 'cursor' }).catch((error: unknown) => {
    // Cut short before there was anything to be undone.
    expect(error).toMatchObject({ code: 'NOT_FOUND' });
  });
};

/** What was there before, as it is noted. */
async function keptIn(dataDir: string): Promise<unknown> {
  const { connections } = JSON.parse(await readFile(join(dataDir, 'connections.json'), 'utf8'));
  return connections[0].before;
}

interface Case {
  /** What the client's file holds at first; null: there is none. Default: `text`. */
  readonly first?: null;
  readonly before: (stage: Stage) => Promise<void>;
  readonly work: (stage: Stage) => Promise<void>;
  /** What the next run does, and after which the file is as it was at first. */
  readonly after: (stage: Stage) => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();
const cases: Readonly<Record<string, Case>> = {
  'connecting, then disconnecting': { before: nothing, work: connect, after: disconnect },
  'connecting, then once more': {
    before: nothing,
    work: connect,
    after: async (stage) => {
      await connect(stage);
      await disconnect(stage);
    },
  },
  'connecting where there was no file': { first: null, before: nothing, work: connect, after: disconnect },
  'connecting anew where there was no file': {
    first: null,
    before: connect,
    work: connect,
    after: disconnect,
  },
  'disconnecting where there was no file': {
    first: null,
    before: connect,
    work: disconnect,
    after: disconnect,
  },
  disconnecting: { before: connect, work: disconnect, after: disconnect },
  importing: { before: nothing, work: importing(false), after: undo },
  'switching over': { before: nothing, work: importing(true), after: undo },
  'undoing an import that switched over': { before: importing(true), work: undo, after: undo },
};

it.each(Object.entries(cases))(
  '%s',
  { timeout: 120_000 },
  async (_name, { first: wanted, before, work, after }) => {
    const start = wanted === undefined ? text : wanted;
    const tokenIn = (found: string | null): string => /Bearer ([\w.-]+)/.exec(found ?? '')?.[1] ?? '';
    for (let step = 1; ; step++) {
      expect(step).toBeLessThan(mostSteps);
      const first = await clientsStage();
      const file = await first.write(cursorFile, text);
      if (start === null) await rm(file);
      const read = (): Promise<string | null> => readFile(file, 'utf8').catch(() => null);
      const config = await first.configText();
      await before(first);
      const old = await read();
      const { hasCrashed } = await crashingAt(step, () => work(first));

      // Whole: the old one, or the new one that reads as what was wanted.
      const found = await read();
      const { entries } = readEntries(found ?? '', cursor);
      const isWhole = found === old || found === start || 'patchbay' in entries;
      expect([step, isWhole]).toEqual([step, true]);
      // What was there at first is in the file itself, or kept.
      const kept = found === start ? start : await keptIn(first.dataDir);
      expect([step, kept]).toEqual([step, start]);

      const next = await clientsStage({}, { dataDir: first.dataDir });
      await after(next);
      expect([step, await read()]).toEqual([step, start]);
      expect([step, await next.configText()]).toEqual([step, config]);
      expect([step, next.secrets.names()]).toEqual([step, []]);
      for (const token of [tokenIn(old), tokenIn(found)].filter((one) => one !== ''))
        await expect(next.check(token), `step ${step}`).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      if (!hasCrashed) break;
    }
  },
);
