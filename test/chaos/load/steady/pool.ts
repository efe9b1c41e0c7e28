// Sessions that live as long as one kind of load is looked at.
import type { LightSession } from '../client/light-session.ts';
import type { LoadServer, LoadStage } from '../load-stage.ts';
import type { Steady } from './memory.ts';

interface Pooled extends Omit<Steady, 'operate' | 'begin' | 'end'> {
  /** How many sessions. Default: one for each lane. */
  readonly sessions?: number;
  readonly operate: (session: LightSession, index: number, lane: number) => Promise<unknown>;
}

/** `server` null: all of them, on `/mcp`. */
export function onSessions(stage: LoadStage, server: LoadServer | null, pooled: Pooled): Steady {
  const sessions: LightSession[] = [];
  return {
    ...pooled,
    begin: async () => {
      const opening = Array.from({ length: pooled.sessions ?? pooled.lanes }, () =>
        stage.session(server).open(),
      );
      sessions.push(...(await Promise.all(opening)));
    },
    operate: async (index, lane) => {
      const session = sessions[lane % sessions.length];
      if (session !== undefined) await pooled.operate(session, index, lane);
    },
    end: async () => {
      await Promise.all(sessions.splice(0).map((session) => session.close()));
    },
  };
}
