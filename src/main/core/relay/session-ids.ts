// Session ids that show where they come from: a random part, and a signature over it, the route that it was given out
// on, and whom it was given to. Says nothing about whether there is such a session; tells a client of ours from whoever made up an id.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

const pattern = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{22})$/;
const signatureBytes = 16;

export class SessionIds {
  private readonly key: Buffer;

  /** `key`: secret, 32 bytes or more, the same in every run. */
  constructor(key: Buffer) {
    this.key = key;
  }

  /** A new id, for sessions of this owner on this target (null: all servers). Visible ASCII (MCP basic/transports, session management). */
  make(target: string | null, owner: string | null): string {
    const random = randomUUID();
    // In one piece: a text that was put together of two stays two.
    return [random, this.sign(random, target, owner)].join('.');
  }

  /** Whether this was given out by this installation, for this target and owner. */
  isOurs(id: string, target: string | null, owner: string | null): boolean {
    const [, random = '', signature = ''] = pattern.exec(id) ?? [];
    return (
      random !== '' && timingSafeEqual(Buffer.from(signature), Buffer.from(this.sign(random, target, owner)))
    );
  }

  private sign(random: string, target: string | null, owner: string | null): string {
    return createHmac('sha256', this.key)
      .update(`patchbay.session-id.1.${random}.${JSON.stringify(target)}${owner === null ? '' : `.${owner}`}`)
      .digest()
      .subarray(0, signatureBytes)
      .toString('base64url');
  }
}
