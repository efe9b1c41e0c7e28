// The body of a POST, as bytes.
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { defaultBounds } from '../../../src/main/core/bounds/bounds.ts';
import { readBody } from '../../../src/main/core/gateway/body.ts';

const bounds = defaultBounds();

it('is read whole, up to its limit', async () => {
  const stream = new PassThrough();
  const body = readBody(stream, 0, 10, bounds);
  stream.write('hello ');
  stream.end('you');
  expect(String(await body)).toBe('hello you');
});

it('whose client leaves before its end is no mistake of ours', async () => {
  const stream = new PassThrough();
  const body = readBody(stream, 10, 10, bounds);
  stream.write('hello');
  stream.destroy(new Error('aborted'));
  await expect(body).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

it('that is larger than announced is refused as soon as that is seen', async () => {
  const stream = new PassThrough();
  const body = readBody(stream, 1, 10, bounds);
  stream.write('longer than ten');
  await expect(body).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
  await expect(readBody(new PassThrough(), 11, 10, bounds)).rejects.toMatchObject({
    code: 'MESSAGE_TOO_LARGE',
  });
});
