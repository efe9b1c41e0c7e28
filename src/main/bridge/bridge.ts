// The bridge: a client that speaks MCP over stdin and stdout on this side, the gateway on the other. Ends with its client.
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
import { createMessageReader } from '../core/launcher/message-reader.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { failureMessage } from '../core/relay/rpc-errors.ts';
import { scanLine } from '../core/relay/wire/line.ts';
import { MessageError } from '../core/relay/wire/message.ts';
import { unknownClient } from '../core/relay/sessions.ts';
import type { GatewayPlace } from './gateway-place.ts';
import { GatewayTransport } from './gateway-transport.ts';
import { StdioPeer } from './stdio-peer.ts';
import { Traffic } from './traffic.ts';

export interface BridgeOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Resolves when a gateway runs. Rejects with AppError when none does in time. */
  readonly place: (signal: AbortSignal) => Promise<GatewayPlace>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The longest message either way, in bytes; the gateway's own limit is usually smaller. */
const maxMessageBytes = 1024 * 1024 * 1024;
/** Once the client says nothing more, what it has asked for may take so long, in milliseconds. */
const lastAnswersMs = 30_000;

export interface Bridge {
  /** Resolves when the client has gone. Never rejects. */
  readonly ended: Promise<void>;
  /** Ends it at once. */
  end(): void;
}

/** Begins to read; says nothing before it is asked something. */
export function openBridge({ input, output, place, clock, logger }: BridgeOptions): Bridge {
  const peer = new StdioPeer(output, unknownClient);
  const transport = new GatewayTransport({ find: place, clock, maxMessageBytes });
  let isInputOver = false;
  let resolveEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (resolveEnded = resolve));
  const traffic = new Traffic({
    transport,
    peer,
    clock,
    logger,
    onIdle: () => {
      if (isInputOver) end();
    },
  });

  let isEnded = false;
  function end(): void {
    if (isEnded) return;
    isEnded = true;
    input.destroy();
    traffic.close();
    // The gateway is told that the session is over, if it is there to be told.
    void transport.close().then(resolveEnded, resolveEnded);
  }

  const reader = createMessageReader({
    maxLineBytes: maxMessageBytes,
    onMessage: (line) => read(line),
    onNoise: (line) => refuse(`The line is no JSON-RPC message: ${line.toString('utf8', 0, 80)}`),
    onOverlong: (_head, _tail, bytes) =>
      refuse(`A line of ${bytes} bytes is longer than ${maxMessageBytes}.`),
  });

  function read(line: Buffer): void {
    try {
      for (const message of scanLine(line, told)) traffic.take(message);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      told(error);
    }
  }

  function told(error: MessageError): void {
    logger.debug(error.message);
    peer.send(failureMessage('null', error));
  }

  function refuse(message: string): void {
    logger.debug(message);
    peer.send(failureMessage('null', new AppError('BAD_REQUEST', message)));
  }

  function inputOver(): void {
    if (isInputOver) return;
    isInputOver = true;
    reader.end();
    if (traffic.inFlight === 0) end();
    else clock.after(lastAnswersMs, end);
  }

  input.on('data', (chunk: Buffer) => reader.push(chunk));
  input.on('end', inputOver).on('close', inputOver).on('error', inputOver);
  output.on('error', end).on('close', end);
  return { ended, end };
}
