// Servers as the command line shows them.
import type { ServerStatus, ServerView } from '../../../shared/state.ts';
import { duration } from '../output/durations.ts';
import type { Output, Style } from '../output/output.ts';
import { table } from '../output/table.ts';

const styles: Readonly<Record<ServerStatus, Style>> = {
  ready: 'green',
  starting: 'yellow',
  stopping: 'yellow',
  'backing-off': 'yellow',
  failed: 'red',
  stopped: 'dim',
};

/** The word for what a server is doing; a disabled one does nothing. */
function stateWord(server: ServerView): string {
  return server.enabled ? server.status : 'disabled';
}

/** Of one that runs, also how long ago something of it was last seen on the wire: its state is as old as that. */
function summaryWithAge({ kind, status, summary, lastSeenAt }: ServerView): string {
  if (kind === 'built-in' || status !== 'ready' || lastSeenAt === null) return summary;
  return `${summary}, heard ${duration(Date.now() - lastSeenAt)} ago`;
}

/** One line a server. */
export function serverTable(servers: readonly ServerView[], output: Output): string[] {
  return table(
    [
      { title: 'NAME', text: (server) => server.name, least: 12 },
      {
        title: 'STATE',
        text: stateWord,
        paint: (cell, server) => output.paint(server.enabled ? styles[server.status] : 'dim', cell),
      },
      { title: 'ERA', text: ({ era }) => era ?? '-' },
      { title: 'TOOLS', text: (server) => (server.tools === null ? '-' : String(server.tools)) },
      { title: 'SESSIONS', text: (server) => String(server.sessions) },
      { title: 'SUMMARY', text: summaryWithAge, least: 20 },
    ],
    servers,
    output.width,
  );
}
