import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/shared/state.ts';
import { BuiltInUpstream } from '../../../src/main/core/servers/built-in.ts';
import { recordingExchange, scan } from '../../support/listening-peer.ts';
import { sampleServer, sampleState } from '../../support/scripted-host.ts';

const lines: readonly LogLine[] = [
  { seq: 0, time: 0, source: 'files', level: 'info', text: 'listening' },
  { seq: 1, time: 1, source: 'patchbay', level: 'info', text: 'started' },
];

function callTool(name: string, args: unknown = {}): unknown {
  const upstream = new BuiltInUpstream(
    {
      version: '1',
      state: () => ({ ...sampleState(), servers: [sampleServer('patchbay'), sampleServer('files')] }),
      logs: (source, limit) =>
        lines.filter((line) => source === undefined || line.source === source).slice(-limit),
    },
    0,
  );
  const { log, exchange } = recordingExchange();
  upstream
    .connect()
    .request(
      scan({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
      exchange,
    );
  return log.answer;
}

describe('recent_logs', () => {
  it('shows the lines of one server, of the gateway, or of all', () => {
    const texts = (args: unknown): unknown => {
      const answer = callTool('recent_logs', args) as {
        result: { structuredContent: { lines: LogLine[] } };
      };
      return answer.result.structuredContent.lines.map(({ text }) => text);
    };
    expect(texts({ server: 'files' })).toEqual(['listening']);
    expect(texts({ server: 'patchbay' })).toEqual(['started']);
    expect(texts({})).toEqual(['listening', 'started']);
    expect(texts({ lines: 1 })).toEqual(['started']);
  });

  it('says of a server that there is none, and which there are', () => {
    expect(callTool('recent_logs', { server: 'flies' })).toMatchObject({
      result: {
        isError: true,
        content: [{ type: 'text', text: 'There is no server "flies". Known: patchbay, files.' }],
      },
    });
  });
});

describe('a call of the built-in server', () => {
  it('of a tool that it does not have names those that it has', () => {
    expect(callTool('reboot')).toMatchObject({
      error: {
        message: 'Unknown tool: reboot. Known: list_servers, server_status, recent_logs.',
        data: { code: 'TOOL_UNKNOWN' },
      },
    });
  });

  it('with wrong arguments has a result that tells the model so', () => {
    expect(callTool('server_status', { name: 'flies' })).toMatchObject({
      result: { isError: true, content: [{ text: 'There is no server "flies". Known: patchbay, files.' }] },
    });
    expect(callTool('recent_logs', { lines: 0 })).toMatchObject({ result: { isError: true } });
  });
});
