// The settings of the file and what a form does to them; read again whenever the gateway reads its configuration.
import { useCallback, useEffect, useState } from 'react';
import type { ClientAddress, ConfigSettings } from '../../../../shared/configuration.ts';
import { toErrorView } from '../../../../shared/errors.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import { usePage } from '../../../page.ts';
import type { Schema } from '../editor/schema-words.ts';
import { useFreshReading } from '../use-fresh-reading.ts';

export interface ReadSettings {
  readonly settings: ConfigSettings | null;
  readonly schema: Schema | null;
  /** Clients that Patchbay connected by an address. */
  readonly clients: readonly ClientAddress[];
  readonly problem: ErrorView | null;
  readonly take: (settings: ConfigSettings) => void;
}

export function useSettings(): ReadSettings {
  const { bridge } = usePage();
  const [settings, setSettings] = useState<ConfigSettings | null>(null);
  const [schema, setSchema] = useState<Schema | null>(null);
  const [clients, setClients] = useState<readonly ClientAddress[]>([]);
  const [problem, setProblem] = useState<ErrorView | null>(null);

  const take = useCallback((next: ConfigSettings) => {
    setSettings(next);
    setProblem(null);
  }, []);
  const read = useCallback(() => {
    bridge.client.readSettings({}).then(take, (error: unknown) => setProblem(toErrorView(error)));
    bridge.client.listClientAddresses({}).then(setClients, () => undefined);
  }, [bridge, take]);
  useFreshReading(read);
  useEffect(() => {
    bridge.client.readConfigSchema({}).then(setSchema, () => undefined);
  }, [bridge]);

  return { settings, schema, clients, problem, take };
}
