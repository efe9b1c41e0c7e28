// What the gateway's listener is made of, and where it listens.
import type { LoadedConfig, TlsConfig } from '../config/types.ts';
import type { CallerGateOptions } from './caller-gate.ts';
import type { GatewayOptions } from './gateway.ts';
import type { AuthMode } from './safe-place.ts';
import type { TokenGuardOptions } from './token-guard.ts';

export interface ListenerOptions extends Pick<
  GatewayOptions,
  | 'sessions'
  | 'requireServer'
  | 'modern'
  | 'health'
  | 'commands'
  | 'registration'
  | 'bounds'
  | 'meter'
  | 'callLog'
  | 'metrics'
  | 'audit'
  | 'clock'
  | 'logger'
> {
  readonly config: () => LoadedConfig;
  /** Flags and environment beat the file. */
  readonly overrides: {
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly authMode?: AuthMode | undefined;
  };
  readonly tokens: CallerGateOptions['tokens'];
  readonly isNamed: TokenGuardOptions['isNamed'];
  readonly platform: NodeJS.Platform;
  /** The URL, the certificate or the problem is another one now. Not called for `open` and `close`. */
  readonly onChange: () => Promise<void>;
}

export interface Place {
  readonly host: string;
  /** As configured: 0 is any. */
  readonly port: number;
  readonly mode: 'plain' | TlsConfig['mode'];
}
