// Patchbay in front of one server behind a URL whose answers a test gives.
import { startRawHttpServer, type RawHttpServer, type Received } from '../fixtures/raw-http-server.ts';
import { startPatchbay, type RunningPatchbay } from './patchbay.ts';
import { connectSdk, type SdkClient } from './sdk-clients.ts';

export interface RawStage {
  readonly server: RawHttpServer;
  readonly patchbay: RunningPatchbay;
  /** An official client of the legacy era. */
  readonly connect: () => Promise<SdkClient>;
}

/** The server is called `raw`. Call from within a test, with which it ends. */
export async function rawStage(era: RawHttpServer['era'] = 'modern'): Promise<RawStage> {
  const server = await startRawHttpServer(era);
  const patchbay = await startPatchbay({ mcpServers: { raw: { url: server.url } } });
  return { server, patchbay, connect: () => connectSdk('v1', patchbay.endpoint('raw')) };
}

/** Calls are answered so; all else as usual. */
export const onCall =
  (answer: (received: Received) => boolean) =>
  (received: Received): boolean =>
    received.method === 'tools/call' && answer(received);
