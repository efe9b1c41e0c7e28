// Messages to a child, and a pipe that breaks.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChildInput } from '../../../src/main/core/launcher/child-input.ts';

describe('a child’s stdin', () => {
  it('takes each message as one line, small and large', async () => {
    const stream = new PassThrough({ highWaterMark: 10_000_000 });
    const input = createChildInput(stream, { onDrain: () => undefined, onBroken: () => undefined });
    const large = `"${'x'.repeat(100_000)}"`;
    expect(input.write(Buffer.from('{}'))).toBe('taken');
    expect(input.write(Buffer.from(large))).toBe('taken');
    input.close();
    let heard = '';
    for await (const chunk of stream) heard += String(chunk);
    expect(heard).toBe(`{}\n${large}\n`);
  });

  it('asks for a pause when the pipe is full, and tells when it is over', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const drained = Promise.withResolvers<void>();
    const input = createChildInput(stream, { onDrain: () => drained.resolve(), onBroken: () => undefined });
    expect(input.write(Buffer.from('x'.repeat(50)))).toBe('underway');
    stream.resume();
    await drained.promise;
  });

  it('breaks without an exception when the child closes it, and takes nothing any more', async () => {
    const script = 'require("fs").closeSync(0); console.log("closed"); setInterval(() => {}, 1000)';
    const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const broken = Promise.withResolvers<void>();
    const input = createChildInput(child.stdin, {
      onDrain: () => undefined,
      onBroken: () => broken.resolve(),
    });
    await once(child.stdout, 'data');
    input.write(Buffer.from('{}'));
    await broken.promise;
    expect(input.write(Buffer.from('{}'))).toBe('refused');
    input.close();
  });
});
