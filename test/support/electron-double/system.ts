// What the program asks of the system: protocols, permissions, dialogs, notifications, clipboard, links, theme.
import { EventEmitter } from 'node:events';
import type { Clipboard, Dialog, NativeTheme, Protocol, Session, Shell } from 'electron';
import { readSettings } from './settings.ts';
import { told, world } from './world.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
const protocolHandlers = new Map<string, ProtocolHandler>();

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => {
    if (world.ready) throw new Error('registerSchemesAsPrivileged works before the ready event only');
    world.privilegedSchemes = [...world.privilegedSchemes, ...schemes];
  },
  handle: (scheme, handler) => {
    protocolHandlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>;

/** What the page's scheme answers. */
export async function fetchFromProtocol(request: Request): Promise<Response> {
  const handler = protocolHandlers.get(new URL(request.url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`No protocol for ${request.url}`);
  return handler(request);
}

type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0];

/** What the session's handlers say when a page asks for a permission. */
export const permissions: { request: PermissionRequest; check: PermissionCheck } = {
  request: null,
  check: null,
};

export const session = {
  fromPartition: () => ({}),
  defaultSession: {
    setPermissionRequestHandler: (handler) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      permissions.check = handler;
    },
    setDevicePermissionHandler: () => undefined,
  } satisfies Pick<
    Session,
    'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
  >,
};

export const dialog = {
  showErrorBox: (title, text) => {
    world.dialogs = [...world.dialogs, { title, text }];
    told();
  },
} satisfies Pick<Dialog, 'showErrorBox'>;

export const clipboard = {
  writeText: async (text) => {
    world.clipboard = text;
    told();
    await Promise.resolve();
  },
} satisfies Pick<Clipboard, 'writeText'>;

export const shell = {
  openExternal: async (url) => {
    world.openedLinks = [...world.openedLinks, url];
    told();
    await Promise.resolve();
  },
} satisfies Pick<Shell, 'openExternal'>;

class NativeThemeDouble
  extends EventEmitter
  implements Pick<NativeTheme, 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI'>
{
  readonly shouldUseDarkColors = false;
  shouldUseDarkColorsForSystemIntegratedUI = readSettings().darkTaskbar === true;
}

export const nativeTheme = new NativeThemeDouble();

export class Notification extends EventEmitter {
  static readonly all: Notification[] = [];
  readonly #words: { title: string; body: string };

  constructor({ title = '', body = '' }: { title?: string; body?: string }) {
    super();
    Notification.all.push(this);
    this.#words = { title, body };
  }

  get title(): string {
    return this.#words.title;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    world.notifications = [...world.notifications, this.#words];
    told();
  }

  close(): void {
    world.notificationsClosed += 1;
    told();
    this.emit('close');
  }
}
