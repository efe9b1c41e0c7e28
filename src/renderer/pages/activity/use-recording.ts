// Switching the recording of calls on and off, and forgetting what was recorded.
import type { ErrorView } from '../../../shared/errors.ts';
import { useTask } from '../../components/use-task.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';

export interface Recording {
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly error: ErrorView | null;
  readonly set: (isOn: boolean) => Promise<void>;
  readonly clear: () => Promise<void>;
}

/** `onDone` is called after each change. */
export function useRecording(onDone: () => void): Recording {
  const words = useMessages().activity;
  const { bridge, announcement } = usePage();
  const { busy, problem, run } = useTask();
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    await run(async () => {
      await act();
      onDone();
    });
  };
  return {
    busy,
    error: problem,
    set: (isOn) =>
      attempt(() => bridge.client.changeSettings({ changes: [{ key: 'logging.calls', value: isOn }] })),
    clear: () =>
      attempt(async () => {
        await bridge.client.clearCalls({});
        announcement.set(words.cleared);
      }),
  };
}
