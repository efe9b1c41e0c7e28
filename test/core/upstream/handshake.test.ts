import { describe, expect, it } from 'vitest';
import { initializeAnswer, readHandshake } from '../../../src/main/core/upstream/handshake.ts';
import { parse, scan } from '../../support/listening-peer.ts';

const answerTo = (asked: string, spoken: string): unknown => {
  const result = { protocolVersion: spoken, capabilities: { tools: {} }, odd: 1 };
  const handshake = readHandshake('box', scan({ jsonrpc: '2.0', id: 0, result }));
  return parse(initializeAnswer('"a"', handshake, asked));
};

describe('the answer to initialize of a shared server', () => {
  it.each([
    ['2025-11-25', '2025-11-25', '2025-11-25'],
    ['2025-11-25', '2024-11-05', '2024-11-05'],
    ['2024-11-05', '2025-11-25', '2024-11-05'],
    ['2025-03-26', '2025-06-18', '2025-03-26'],
    ['1999-01-01', '2025-06-18', '2025-06-18'],
    ['', '2025-11-25', '2025-11-25'],
    ['2025-06-18', 'of its own', '2025-06-18'],
  ])('to a client of %j and a server of %j speaks %s', (asked, spoken, revision) => {
    expect(answerTo(asked, spoken)).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      result: { protocolVersion: revision, capabilities: { tools: {} }, odd: 1 },
    });
  });
});
