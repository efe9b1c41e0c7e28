// Switching the recording of calls on and off, and forgetting what was recorded.
import { useState } from 'react';
import type { ErrorView } from '../../../shared/errors.ts';
import { toErrorView } from '../../../shared/errors.ts';
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
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorView | null>(null);
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await act();
      setError(null);
      onDone();
    } catch (failure) {
      setError(toErrorView(failure));
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    error,
    set: (isOn) =>
      attempt(() => bridge.client.changeSettings({ changes: [{ key: 'logging.calls', value: isOn }] })),
    clear: () =>
      attempt(async () => {
        await bridge.client.clearCalls({});
        announcement.set(words.cleared);
      }),
  };
}
