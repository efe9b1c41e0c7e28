// Registering from code without looking after a manager (S1.4): the three calls, bound to settings as config.json has them.
import { homedir } from 'node:os';
import type { z } from 'zod';
import { configSchema } from '../../../shared/config-schema.ts';
import { systemClock, type Clock, type Logger } from '../ports.ts';
import { announcementSettings } from './from-config.ts';
import { openHttpProxy } from './http-proxy.ts';
import { ProxyRegistrationManager } from './manager.ts';
import type { RegistrationStatus } from './types.ts';

export type ProxyRegistrationInput = z.input<typeof configSchema>['proxy_registration'];

export interface ProxyRegistration {
  /** Registers and stays registered; false when the attempts are used up, which goes on in the background then. */
  readonly registerWithProxy: (serverUrl: string) => Promise<boolean>;
  readonly unregisterFromProxy: () => Promise<boolean>;
  readonly getProxyRegistrationStatus: () => RegistrationStatus;
  /** Ends it, withdrawing where the settings say so. */
  readonly close: () => Promise<void>;
}

const silent = (): void => undefined;
const nobody: Logger = { error: silent, warn: silent, info: silent, debug: silent };

/** Throws ZodError for settings that are none. Files of certificates are looked for from the working folder. */
export function proxyRegistration(
  section: ProxyRegistrationInput,
  { clock = systemClock(), logger = nobody }: { readonly clock?: Clock; readonly logger?: Logger } = {},
): ProxyRegistration {
  const config = configSchema.parse({ proxy_registration: section });
  const paths = { platform: process.platform, homeDir: homedir(), baseDir: process.cwd() };
  const manager = new ProxyRegistrationManager({
    settings: () => announcementSettings(config, paths),
    open: openHttpProxy,
    clock,
    logger,
  });
  return {
    registerWithProxy: (serverUrl) => {
      manager.setServerUrl(serverUrl);
      return manager.registerServer();
    },
    unregisterFromProxy: () => manager.unregisterServer(),
    getProxyRegistrationStatus: () => manager.getRegistrationStatus(),
    close: () => manager.close(),
  };
}
