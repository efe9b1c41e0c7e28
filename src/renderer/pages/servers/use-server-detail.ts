// One server at length, for as long as it is looked at.
import { useEffect, useMemo } from 'react';
import type { ServerView } from '../../../shared/state.ts';
import { usePage, useValue } from '../../page.ts';
import { createServerReading } from './server-reading.ts';
import type { ReadServer, ServerReading } from './server-reading.ts';

export interface LoadedDetail extends ReadServer, Pick<ServerReading, 'reload' | 'learn'> {}

/** `isLeaving`: it is being removed, so that nothing is asked of it any more. */
export function useServerDetail(server: ServerView, isLeaving: boolean): LoadedDetail {
  const { client } = usePage().bridge;
  const { name } = server;
  const reading = useMemo(() => createServerReading(client, name), [client, name]);
  useEffect(() => {
    if (isLeaving) reading.rest();
    else reading.see(server);
  }, [reading, server, isLeaving]);
  useEffect(() => () => reading.rest(), [reading]);
  const { reload, learn } = reading;
  return { ...useValue(reading), reload, learn };
}
