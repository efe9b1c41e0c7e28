// Progress of questions that servers put to a session on `/mcp`: their tokens are renamed, as two servers may use the same
// one, and a client's progress goes to the server that asked, and to no other (MCP basic/utilities/progress).
import { orAsItIs } from '../as-it-is.ts';
import type { OwnIds } from '../own-ids.ts';
import { splice } from '../wire/edit.ts';
import { pickMembers, progressTokenSpan, scanMessage, type Message } from '../wire/message.ts';

interface Asked {
  readonly server: string;
  /** As written. */
  readonly token: string;
}

export class QuestionProgress {
  private readonly ids: OwnIds;
  /** By our token, as written. */
  private readonly asked = new Map<string, Asked>();

  constructor(ids: OwnIds) {
    this.ids = ids;
  }

  /** The question as the client is to see it. To be forgotten, by the token, when it is answered or withdrawn. */
  renamed(request: Message, server: string): { readonly request: Message; readonly token: string | null } {
    const span = orAsItIs(undefined, () => progressTokenSpan(request));
    if (span === undefined) return { request, token: null };
    const token = this.ids.next();
    this.asked.set(token, { server, token: request.bytes.toString('utf8', span.start, span.end) });
    return { request: scanMessage(splice(request.bytes, [{ span, text: token }])), token };
  }

  forget(token: string | null): void {
    if (token !== null) this.asked.delete(token);
  }

  /** A client's progress as the server that asked is to hear it; null where nobody asked. */
  restored(message: Message): { readonly server: string; readonly message: Message } | null {
    const { bytes, body } = message;
    const span = orAsItIs(undefined, () => pickMembers(bytes, body, ['progressToken']).progressToken);
    const asked = span && this.asked.get(bytes.toString('utf8', span.start, span.end));
    if (span === undefined || asked === undefined) return null;
    return {
      server: asked.server,
      message: scanMessage(splice(bytes, [{ span, text: asked.token }])),
    };
  }
}
