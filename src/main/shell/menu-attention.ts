// The entries on top of the tray's menu: what needs a person, and what can be done about it right there.
import type { Attention } from './attention.ts';
import type { ShellMessages } from './messages/messages.ts';
import { command, separator, submenu, text, type MenuEntry } from './menu-entries.ts';
import { attentionRoute, overviewRoute } from './page-address.ts';
import type { RegistrationView } from '../../shared/registrations.ts';

/** Of one kind; a menu longer than a screen cannot be used. */
const listed = 5;

export function attentionEntries(all: readonly Attention[], words: ShellMessages): readonly MenuEntry[] {
  const seen = new Map<Attention['kind'], number>();
  const entries: MenuEntry[] = [];
  let hidden = 0;
  for (const attention of all) {
    for (const entry of entriesOf(attention, words)) {
      const before = seen.get(attention.kind) ?? 0;
      seen.set(attention.kind, before + 1);
      if (before < listed) entries.push(entry);
      else hidden += 1;
    }
  }
  const more = command(marked(words.attention.more(hidden)), { kind: 'open-window', route: overviewRoute });
  return hidden === 0 ? entries : [...entries, more];
}

function entriesOf(attention: Attention, words: ShellMessages): readonly MenuEntry[] {
  const sentences = words.attention;
  const open = (label: string): MenuEntry =>
    command(marked(label), { kind: 'open-window', route: attentionRoute(attention) });
  switch (attention.kind) {
    case 'pending':
      return [pendingEntry(attention.server, words)];
    case 'gateway':
      return [open(words.server.problem(attention.problem).message)];
    case 'faults':
      return attention.faults.map((fault) =>
        open(sentences.fault(fault.line, fault.key, words.server.fault(fault).message)),
      );
    case 'failed': {
      const { name, problem } = attention.server;
      const reason =
        problem === null ? words.server.summary(attention.server, 0) : words.server.problem(problem).message;
      return [command(marked(sentences.failed(name, reason)), { kind: 'open-log', source: name })];
    }
    case 'changed-tools': {
      const [first = '', ...more] = attention.tools;
      // Old and new are in the window, where there is room for them.
      return [open(sentences.changedTools(attention.server.name, first, more.length))];
    }
    case 'announcement':
      return [open(sentences.announcement(attention.proxyUrl))];
  }
}

/** Its address stands in full: that is what a person decides on. */
function pendingEntry({ key, url, caller }: RegistrationView, { attention }: ShellMessages): MenuEntry {
  return submenu(marked(attention.pending(key)), [
    text(url),
    text(attention.from(caller)),
    separator,
    command(attention.approve, { kind: 'approve', key }),
    command(attention.remove, { kind: 'unregister', key }),
  ]);
}

function marked(label: string): string {
  return `⚠ ${label}`;
}
