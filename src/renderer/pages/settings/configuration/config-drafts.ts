// Texts of config.json that are being edited, kept while somebody looks at another section of the page.
import type { ConfigText } from '../../../../shared/configuration.ts';
import type { Bridge } from '../../../bridge/bridge.ts';

export interface ConfigDraft {
  /** What was read, and what saving goes over. */
  readonly base: ConfigText;
  /** What the editor holds, with \n as its line ends. */
  readonly text: string;
  /** The last text that came from elsewhere than the editor; another object for each. */
  readonly given: { readonly text: string };
}

const drafts = new WeakMap<Bridge, ConfigDraft>();

export function draftOf(bridge: Bridge): ConfigDraft | null {
  return drafts.get(bridge) ?? null;
}

export function keepDraft(bridge: Bridge, draft: ConfigDraft | null): void {
  if (draft === null) drafts.delete(bridge);
  else drafts.set(bridge, draft);
}

/** As editors have it: every line end is \n. The core puts the file's own back. */
export function asEdited(text: string | null): string {
  return (text ?? '').replaceAll(/\r\n?/g, '\n');
}

/** A draft whose text the editor is to show. */
export function begun(base: ConfigText, text: string): ConfigDraft {
  return { base, text, given: { text } };
}

export function isChanged({ base, text }: Pick<ConfigDraft, 'base' | 'text'>): boolean {
  return text !== asEdited(base.text);
}
