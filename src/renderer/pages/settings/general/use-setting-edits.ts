// Settings that are being changed, kept while somebody looks at another part of the page and while others are saved.
import { useCallback, useState } from 'react';
import type { Bridge } from '../../../bridge/bridge.ts';
import { usePage } from '../../../page.ts';
import { editsAfterSave } from './setting-edits.ts';
import type { SettingEdits } from './setting-edits.ts';
import type { SettingKey } from './setting-fields.ts';

export interface KeptEdits {
  readonly edits: SettingEdits;
  readonly edit: (key: SettingKey, text: string | null) => void;
  readonly discard: () => void;
  /** These are in the file now; what was typed since stays. */
  readonly saved: (sent: SettingEdits) => void;
}

const kept = new WeakMap<Bridge, SettingEdits>();

export function useSettingEdits(): KeptEdits {
  const { bridge } = usePage();
  const [edits, setEdits] = useState<SettingEdits>(() => kept.get(bridge) ?? {});
  const change = useCallback(
    (next: (now: SettingEdits) => SettingEdits): void => {
      const changed = next(kept.get(bridge) ?? {});
      kept.set(bridge, changed);
      setEdits(changed);
    },
    [bridge],
  );
  return {
    edits,
    edit: (key, text) => change((now) => ({ ...now, [key]: text })),
    discard: () => change(() => ({})),
    saved: (sent) => change((now) => editsAfterSave(now, sent)),
  };
}
