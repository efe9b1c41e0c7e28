// The management contract over Electron's IPC. Threats it answers: a frame of another origin, an embedded frame or
// another window that calls us (the sender check), and input of a wrong shape (the contract's schemas).
// Every channel goes through the one wrapper below.
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { EventPush } from './event-push.ts';
import { callNames } from '../../shared/contract.ts';
import type { Commands } from '../../shared/contract.ts';
import { AppError, toErrorView } from '../../shared/errors.ts';
import { performCall } from '../../shared/perform-call.ts';
import { callChannel, eventChannels } from '../../shared/window-bridge.ts';
import type { CallResult } from '../../shared/window-bridge.ts';

export interface ContractIpcOptions {
  readonly ipc: Pick<IpcMain, 'handle'>;
  readonly commands: Commands;
  readonly events: EventPush;
  /** Whether the call comes from our own page in our own window. */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
}

const eventInput = z.enum(['state', 'logs', 'playground']);

/** Answers every call of the contract, and the subscriptions to its events. */
export function serveContract({ ipc, commands, events, isOurs }: ContractIpcOptions): void {
  const handle = (channel: string, work: (input: unknown) => unknown): void => {
    ipc.handle(channel, async (event, input: unknown): Promise<CallResult<unknown>> => {
      try {
        if (!isOurs(event)) throw foreignSender(event);
        return { ok: true, value: await work(input) };
      } catch (error) {
        return { ok: false, error: toErrorView(error) };
      }
    });
  };

  for (const name of callNames) {
    handle(callChannel(name), (input) => performCall(commands, name, input));
  }
  handle(eventChannels.subscribe, (input) => events.subscribe(eventOf(input)));
  handle(eventChannels.unsubscribe, (input) => events.unsubscribe(eventOf(input)));
}

function eventOf(input: unknown): z.output<typeof eventInput> {
  const parsed = eventInput.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_REQUEST', `The event to subscribe to is none of ${eventInput.options.join(', ')}.`);
}

function foreignSender(event: IpcMainInvokeEvent): AppError {
  const origin = event.senderFrame?.origin ?? 'a frame that is gone';
  return new AppError('FORBIDDEN_ORIGIN', `A call from ${origin} was refused.`, {
    expected: 'Only the page of this window may call.',
  });
}
