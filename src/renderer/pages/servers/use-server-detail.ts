// One server at length, for as long as it is looked at.
import { useEffect, useMemo } from 'react';
import type { ServerView } from '../../../shared/state.ts';
import { usePage, useValue } from '../../page.ts';
import { createServerReading } from './server-reading.ts';
import type { ReadServer, ServerReading } from './server-reading.ts';

export interface LoadedDetail extends ReadServer, Pick<ServerReading, 'reload' | 'learn'> {}

export function useServerDetail(server: ServerView): LoadedDetail {
  const { client } = usePage().bridge;
  const { name } = server;
  const reading = useMemo(() => createServerReading(client, name), [client, name]);
  useEffect(() => reading.see(server), [reading, server]);
  useEffect(() => () => reading.rest(), [reading]);
  const { reload, learn } = reading;
  return { ...useValue(reading), reload, learn };
}
