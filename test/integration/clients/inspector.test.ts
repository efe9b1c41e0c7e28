// The official inspector on the command line: both transports, each era, one server's route and all of them.
import { describe, expect, it } from 'vitest';
import { inspect, type InspectorTarget } from '../../support/inspector.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer() } }));

interface Way extends Pick<InspectorTarget, 'transport' | 'era'> {
  readonly path: string;
}

async function targetOf({ path, transport, era }: Way): Promise<InspectorTarget> {
  return { url: new URL(path, patchbay().url), transport, era, home: await tempFolder() };
}

const alone: readonly Way[] = [
  { path: '/mcp/box', transport: 'http', era: 'legacy' },
  { path: '/mcp/box', transport: 'http', era: 'modern' },
  { path: '/mcp/box', transport: 'sse', era: 'legacy' },
];

describe.each(alone)('the inspector on $path over $transport, $era', (way) => {
  it('initializes, lists, calls, reads and gets prompts', async () => {
    const target = await targetOf(way);
    const [opened, tools, called, resources, read, prompts, got] = await Promise.all([
      inspect(target, 'initialize'),
      inspect(target, 'tools/list'),
      inspect(target, 'tools/call', ['--tool-name', 'echo', '--tool-args-json', '{"text":"Grüße 🙂"}']),
      inspect(target, 'resources/list'),
      inspect(target, 'resources/read', ['--uri', 'mock://poem']),
      inspect(target, 'prompts/list'),
      inspect(target, 'prompts/get', ['--prompt-name', 'review', '--prompt-args', 'language=Rust']),
    ]);
    expect(opened.result).toMatchObject({
      serverInfo: { name: 'mock' },
      protocolVersion: way.era === 'modern' ? '2026-07-28' : '2025-11-25',
    });
    expect(tools.result).toMatchObject({ tools: expect.arrayContaining([objectNamed('echo')]) });
    expect(called.result).toMatchObject({ content: [{ type: 'text', text: 'Grüße 🙂' }] });
    expect(resources.result).toMatchObject({ resources: expect.arrayContaining([objectNamed('poem')]) });
    expect(read.result).toMatchObject({ contents: [{ uri: 'mock://poem', text: 'Zażółć gęślą jaźń' }] });
    expect(prompts.result).toMatchObject({ prompts: expect.arrayContaining([objectNamed('review')]) });
    expect(JSON.stringify(got.result)).toContain('Rust');
  });

  it('is told what a tool reports as its error, and what there is not', async () => {
    const target = await targetOf(way);
    const [failed, missing] = await Promise.all([
      inspect(target, 'tools/call', ['--tool-name', 'fail', '--tool-args-json', '{"text":"no luck"}']),
      inspect(target, 'resources/read', ['--uri', 'mock://nothing']),
    ]);
    expect(failed.result).toMatchObject({ isError: true, content: [{ text: 'no luck' }] });
    expect(missing.status).toBe(1);
    expect(missing.problem).toContain('mock://nothing');
  });
});

const together: readonly Way[] = [
  { path: '/mcp', transport: 'http', era: 'legacy' },
  { path: '/mcp', transport: 'http', era: 'auto' },
  { path: '/sse', transport: 'sse', era: 'legacy' },
];

describe.each(together)('the inspector on $path over $transport, $era', (way) => {
  it('finds the servers’ tools under their names there, and calls them', async () => {
    const target = await targetOf(way);
    await until('the tools', async () =>
      JSON.stringify((await inspect(target, 'tools/list')).result).includes('box__echo'),
    );
    const [opened, called] = await Promise.all([
      inspect(target, 'initialize'),
      inspect(target, 'tools/call', ['--tool-name', 'box__echo', '--tool-args-json', '{"text":"there"}']),
    ]);
    expect(opened.result).toMatchObject({
      serverInfo: { name: 'patchbay' },
      protocolVersion: way.era === 'auto' ? '2026-07-28' : '2025-11-25',
    });
    expect(called.result).toMatchObject({ content: [{ type: 'text', text: 'there' }] });
  });
});

describe('the inspector', () => {
  it('says that the modern era is not spoken over HTTP+SSE', async () => {
    const target = await targetOf({ path: '/mcp/box', transport: 'sse', era: 'modern' });
    const { status, problem } = await inspect(target, 'tools/list');
    expect(status).toBe(1);
    expect(problem).toContain('2026-07-28');
  });

  it('is told which servers there are when it asks for another', async () => {
    const target = await targetOf({ path: '/mcp/nobody', transport: 'http', era: 'legacy' });
    const { status, problem } = await inspect(target, 'initialize');
    expect(status).not.toBe(0);
    expect(problem).toContain('box');
  });
});

function objectNamed(name: string): unknown {
  return expect.objectContaining({ name });
}
