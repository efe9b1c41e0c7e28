// The words and the target of a notification, for one thing that needs a person or for several at once.
import type { Attention } from './attention.ts';
import type { ShellMessages } from './messages/messages.ts';
import { attentionRoute, overviewRoute } from './page-address.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The place of the page that a click opens. */
  readonly route: string;
}

export function noticeOf(attention: Attention, words: ShellMessages): Notice {
  return { ...textOf(attention, words), route: attentionRoute(attention) };
}

/** One for all, where one each would bury the screen. */
export function noticeOfMany(all: readonly Attention[], words: ShellMessages): Notice {
  const title = words.notices.many.title(all.length);
  const body = all.map((attention) => textOf(attention, words).title).join(', ');
  return { title, body, route: overviewRoute };
}

/** A newer version waits for the program's end. */
export function noticeOfUpdate(version: string, { notices }: ShellMessages): Notice {
  return { title: notices.update.title(version), body: notices.update.body, route: overviewRoute };
}

function textOf(attention: Attention, { notices, server: said }: ShellMessages): Omit<Notice, 'route'> {
  switch (attention.kind) {
    case 'pending': {
      const { key, url, caller } = attention.server;
      return { title: notices.pending.title(key), body: notices.pending.body(url, caller) };
    }
    case 'gateway':
      return { title: notices.gateway, body: said.problem(attention.problem).message };
    case 'faults':
      return { title: notices.fault.title(attention.faults.length), body: notices.fault.body };
    case 'failed': {
      const { name, problem } = attention.server;
      const body = problem === null ? said.summary(attention.server, 0) : said.problem(problem).message;
      return { title: notices.failed(name), body };
    }
    case 'changed-tools': {
      const { title, body } = notices.changedTools;
      return { title: title(attention.server.name), body: body(attention.tools) };
    }
    case 'announcement':
      return { title: notices.announcement, body: attention.problem };
  }
}
