import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askYes, readSecret, readShown } from '../../src/main/cli/input.ts';

/** A terminal at which this is typed; `raw`: whether what is typed was hidden. */
function terminal(typed: string) {
  const raw: boolean[] = [];
  const asked: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => raw.push(isRaw),
  });
  stdin.write(typed);
  const stderr = new PassThrough().on('data', (bytes: Buffer) => asked.push(bytes.toString()));
  return { at: { stdin, stderr }, raw, text: () => asked.join('') };
}

const hostile = 'Fetch\u001b[2J\u202e it\nnow';

it('asks on one line, without what could move the cursor or turn the text around', async () => {
  const yes = terminal('y\n');
  expect(await askYes(yes.at, hostile)).toBe(true);
  expect(yes.text()).toBe('Fetch it now [y/N] ');
  const hidden = terminal('value\n');
  expect(await readSecret(hidden.at, hostile)).toBe('value');
  expect(hidden.text()).toBe('Fetch it now: \n');
  const shown = terminal('value\n');
  expect(await readShown(shown.at, hostile)).toBe('value');
  expect(shown.text()).toBe('Fetch it now: ');
});

it('hides what is typed only where it is a secret', async () => {
  const [secret, plain] = [terminal('value\n'), terminal('value\n')];
  await readSecret(secret.at, 'Token');
  await readShown(plain.at, 'Folder');
  expect([secret.raw, plain.raw]).toEqual([[true, false], []]);
  await expect(readShown(terminal('\n').at, 'Folder')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
