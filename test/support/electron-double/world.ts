// All that a person or the system would have noticed of the program: what the double shows, as plain JSON.
// Every change is told to the test at once.

export interface MenuItemView {
  readonly type: 'normal' | 'separator' | 'submenu' | 'checkbox';
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly items: readonly MenuItemView[];
}

export interface TrayView {
  image: string;
  toolTip: string;
  menu: readonly MenuItemView[];
  /** How often a menu was set. */
  menusSet: number;
}

export interface WindowView {
  readonly id: number;
  visible: boolean;
  destroyed: boolean;
  url: string;
  /** Status and headers of the page's own answer. */
  page: { status: number; headers: Record<string, string> } | null;
  /** What the preload script put on the window, by name. */
  exposed: Readonly<Record<string, readonly string[]>>;
  /** What the page heard, by event. */
  heard: { state: unknown[]; logs: unknown[]; playground: unknown[] };
  readonly options: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly ready: boolean;
  readonly trays: readonly TrayView[];
  readonly windows: readonly WindowView[];
  readonly dialogs: readonly { title: string; text: string }[];
  readonly notifications: readonly { title: string; body: string }[];
  /** How many were taken back. */
  readonly notificationsClosed: number;
  readonly clipboard: string;
  readonly openedLinks: readonly string[];
  readonly paths: Readonly<Record<string, string>>;
  readonly privilegedSchemes: readonly unknown[];
  /** Another instance may start. */
  readonly lockReleased: boolean;
}

/** The one world of this process. */
export const world: { -readonly [Key in keyof World]: World[Key] } = {
  ready: false,
  trays: [],
  windows: [],
  dialogs: [],
  notifications: [],
  notificationsClosed: 0,
  clipboard: '',
  openedLinks: [],
  paths: {},
  privilegedSchemes: [],
  lockReleased: false,
};

/** Tells the test what the world is like now. */
export function told(): void {
  if (process.connected) process.send?.({ world });
}
