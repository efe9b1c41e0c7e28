// One request of a modern client on its way through a legacy server. When the server asks something, the client gets the
// questions as its answer and the call is parked until the repetition brings what was asked (MCP basic/patterns/mrtr).
import { AppError } from '../../../../shared/errors.ts';
import type { Clock } from '../../ports.ts';
import { isCapable, neededCapability } from '../capabilities.ts';
import { failureMessage } from '../rpc-errors.ts';
import type { Exchange } from '../types.ts';
import { errorMessage } from '../wire/edit.ts';
import { idText, rpcCode, type Message } from '../wire/message.ts';
import { hasFailed, isAccepted, refusal, requestOver } from './answer-senses.ts';
import { Backlog } from './backlog.ts';
import { isForRequest, withTokenOf } from './call-notifications.ts';
import { modernAnswer } from './decorate.ts';
import {
  asLegacyAnswer,
  inputRequired,
  mayRequireInput,
  missingCapability,
  requiredVisits,
} from './input-rounds.ts';
import type { LegacyPeer, Opening, PeerCall, Question } from './legacy-peer.ts';
import type { Parkable, ParkedCalls } from './parked-calls.ts';
import type { ModernClaim, Underway } from './types.ts';

/** Questions that come so close together, in milliseconds, are put to the client together. */
export const gatherMs = 10;

export interface LegacyCallOptions {
  readonly serverName: string;
  readonly peer: LegacyPeer;
  readonly opening: Opening;
  readonly message: Message;
  readonly exchange: Exchange;
  readonly claim: ModernClaim;
  readonly parked: ParkedCalls<LegacyCall>;
  /** Of the request, for its repetition to be known by. Worked out only where needed. */
  readonly digest: () => string;
  readonly clock: Clock;
  /** It is over, one way or another. */
  readonly onEnd: () => void;
}

export class LegacyCall implements PeerCall, Parkable {
  private readonly options: LegacyCallOptions;
  /** The client's request that waits now; null while the call is parked, and when it is over. */
  private exchange: Exchange | null;
  private request: Message;
  private claim: ModernClaim;
  private readonly questions = new Map<string, Question>();
  private readonly backlog = new Backlog();
  private upstreamId: string | null = null;
  private questionCount = 0;
  private stopGathering: (() => void) | null = null;
  /** A capability that the server asked for in vain. */
  private lacked: string | null = null;
  private isOver = false;

  constructor(options: LegacyCallOptions) {
    this.options = options;
    this.exchange = options.exchange;
    this.request = options.message;
    this.claim = options.claim;
  }

  /** Hands the request to the server. */
  start(): void {
    this.upstreamId = this.options.peer.start(this, this.options.message);
  }

  /** The client is back, with the answers by their keys. */
  repeated(
    request: Message,
    claim: ModernClaim,
    responses: ReadonlyMap<string, Buffer>,
    exchange: Exchange,
  ): void {
    this.request = request;
    this.claim = claim;
    this.exchange = exchange;
    for (const message of this.backlog.take()) this.tell(message);
    for (const [key, question] of this.questions) {
      const response = responses.get(key);
      if (response === undefined) continue;
      this.questions.delete(key);
      question.answer(asLegacyAnswer(question.id, response));
    }
    // What it did not bring, and what came up meanwhile.
    this.gather();
  }

  /** The client's way to give up this request, not a later repetition. */
  underway(exchange: Exchange): Underway {
    return {
      cancel: (reason) => {
        if (this.exchange === exchange) this.giveUp(reason);
      },
    };
  }

  notified(message: Message): void {
    if (this.isOver || !isForRequest(message, this.claim.logLevel)) return;
    if (this.exchange === null) this.backlog.add(message);
    else this.tell(message);
  }

  room(): Promise<void> | null {
    return this.exchange?.room?.() ?? null;
  }

  asked(question: Question): void {
    const needed = neededCapability(question.request);
    if (this.isOver) {
      question.answer(refusal(question, requestOver));
    } else if (needed === null || !mayRequireInput.has(this.request.method)) {
      const message = `${question.request.method} cannot be put to this client now.`;
      question.answer(refusal(question, message));
    } else if (isCapable(this.claim.capabilities, needed)) {
      this.questions.set(`question-${++this.questionCount}`, question);
      this.gather();
    } else {
      // Many servers do without; what comes of it shows in the answer. For roots they ask whoever is there.
      if (needed !== 'roots') this.lacked ??= needed;
      question.answer(refusal(question, `The client does not support ${needed}.`));
    }
  }

  withdrawn(questionId: string): void {
    for (const [key, { id }] of this.questions) if (id === questionId) this.questions.delete(key);
  }

  answered(answer: Message): void {
    this.upstreamId = null;
    if (this.lacked !== null && hasFailed(answer)) {
      this.end()?.finish(errorMessage(idText(this.request), missingCapability(this.lacked)));
      return;
    }
    const visits = requiredVisits(answer);
    if (visits !== null && this.exchange !== null) this.visitFirst(visits);
    else this.finish(answer);
  }

  abandoned(): void {
    this.upstreamId = null;
    const { serverName: server } = this.options;
    const gone = new AppError('SERVER_EXITED', `"${server}" was stopped, changed or removed meanwhile.`, {
      expected: 'Try again.',
      details: { server },
    });
    this.end()?.finish(failureMessage(idText(this.request), gone));
  }

  expire(): void {
    this.giveUp('The client did not come back with its answers.');
  }

  private finish(answer: Message): void {
    const { serverInfo } = this.options.opening;
    const bytes = modernAnswer(this.request.method, answer, idText(this.request), serverInfo);
    this.end()?.finish(bytes);
  }

  /** Ends it at the server; the client hears nothing. */
  private giveUp(reason: string): void {
    if (this.upstreamId !== null) this.options.peer.cancel(this.upstreamId, reason);
    this.end();
  }

  /** Returns who is to hear of it. */
  private end(): Exchange | null {
    const exchange = this.exchange;
    this.exchange = null;
    if (this.isOver) return null;
    this.isOver = true;
    this.stopGathering?.();
    this.options.parked.drop(this);
    for (const question of this.questions.values()) question.answer(refusal(question, requestOver));
    this.questions.clear();
    this.options.onEnd();
    return exchange;
  }

  private gather(): void {
    if (this.exchange === null || this.questions.size === 0 || this.stopGathering !== null) return;
    this.stopGathering = this.options.clock.after(gatherMs, () => {
      this.stopGathering = null;
      this.park();
    });
  }

  private park(): void {
    const { exchange } = this;
    if (exchange === null || this.questions.size === 0) return;
    const { opening } = this.options;
    const asked = new Map([...this.questions].map(([key, { request }]) => [key, request]));
    const state = this.parkedState();
    if (state === null) return;
    this.exchange = null;
    exchange.finish(inputRequired(idText(this.request), asked, state, opening.serverInfo));
  }

  /** null: there is no room for it; the client was told so, and the server that nobody waits. */
  private parkedState(): string | null {
    const { parked, digest } = this.options;
    try {
      return parked.park(this, digest());
    } catch (error) {
      if (this.upstreamId !== null) this.options.peer.cancel(this.upstreamId, 'Too many calls wait.');
      this.end()?.finish(failureMessage(idText(this.request), error));
      return null;
    }
  }

  /** The server of 2025-11-25 wants URLs visited, then the same request again (its -32042). */
  private visitFirst(visits: readonly Message[]): void {
    const left = new Set(visits);
    for (const request of visits) {
      this.asked({
        id: idText(request),
        request,
        answer: (answer) => {
          left.delete(request);
          if (this.isOver) return;
          if (!isAccepted(answer)) this.refuseVisit();
          else if (left.size === 0) this.start();
        },
      });
    }
  }

  private refuseVisit(): void {
    const message = 'The server needs a URL to be visited first, and that was declined.';
    const declined = { code: rpcCode.invalidRequest, message };
    const error = this.lacked === null ? declined : missingCapability(this.lacked);
    this.end()?.finish(errorMessage(idText(this.request), error));
  }

  private tell(message: Message): void {
    const bytes = withTokenOf(this.request, message);
    if (bytes !== null) this.exchange?.send(bytes);
  }
}
