// Which session a request of the legacy era belongs to (MCP basic/transports, session management; S4.3): known, offered,
// or, for old clients that know no sessions, one for a single message. Answers by itself where there is none.
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../relay/session.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { Message } from '../relay/wire/message.ts';
import { sendFailure, sendInvalid } from './answers.ts';
import { accessOf } from './callers.ts';
import { sessionHeader, sessionIdOf, speaksOurVersion } from './mcp-headers.ts';
import type { McpReply, McpRequest } from './mcp-message.ts';

/** The target of a request: a server's name, or null for all of them. */
export type Target = string | null;

export interface FoundSession {
  readonly session: Session;
  /** For this message alone. */
  readonly isTransient: boolean;
}

export class SessionLookup {
  private readonly sessions: Sessions;
  private readonly requireServer: (name: string) => void;

  constructor(sessions: Sessions, requireServer: (name: string) => void) {
    this.sessions = sessions;
    this.requireServer = requireServer;
  }

  /** Null: answered already. Throws AppError. */
  forPost(request: McpRequest, reply: McpReply, message: Message, target: Target): FoundSession | null {
    if (isOpening(message)) {
      this.requireTarget(target);
      const session = this.sessions.create(sessionIdOf(request), target, accessOf(request));
      return { session, isTransient: false };
    }
    return this.forMessage(request, reply, target);
  }

  /** The same for what opens no session. */
  forMessage(request: McpRequest, reply: McpReply, target: Target): FoundSession | null {
    if (!speaksOurVersion(request, reply)) return null;
    if (sessionIdOf(request) !== undefined) {
      const session = this.known(request, reply, target);
      return session === null ? null : { session, isTransient: false };
    }
    this.requireTarget(target);
    if (request.headers['mcp-protocol-version'] !== undefined) {
      sendInvalid(reply, 400, 'The Mcp-Session-Id header is missing: send initialize first.');
      return null;
    }
    return { session: this.sessions.createPassing(target, accessOf(request)), isTransient: true };
  }

  /**
   * The session that the request names, also one whose server was removed meanwhile; otherwise answers 404 with a fresh id
   * that works at once, and null. Throws AppError.
   */
  known(request: McpRequest, reply: McpReply, target: Target): Session | null {
    const id = sessionIdOf(request) ?? '';
    const access = accessOf(request);
    const session = this.sessions.find(id, target, access);
    if (session !== undefined) return session;
    this.requireTarget(target);
    const admitted = this.sessions.findOrAdmit(id, target, access);
    if (admitted !== undefined) return admitted;
    sendFailure(reply, sessionUnknown(), 'null', sessionHeader(this.sessions.offer(id, target, access)));
    return null;
  }

  /** Throws AppError SERVER_UNKNOWN when no server has this name. */
  requireTarget(target: Target): void {
    if (target !== null) this.requireServer(target);
  }
}

export function isOpening({ kind, method }: Message): boolean {
  return kind === 'request' && method === 'initialize';
}

export function sessionUnknown(): AppError {
  return new AppError('SESSION_UNKNOWN', 'Session not found.', {
    expected: 'Go on with the session in the Mcp-Session-Id header, or send initialize.',
  });
}
