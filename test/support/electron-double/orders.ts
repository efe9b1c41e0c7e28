// What a test can have done in the process of the double, and what comes back.

/** Who an IPC call pretends to come from. */
export interface Sender {
  readonly origin: string;
  /** In a frame inside of the page, not the page itself. */
  readonly embedded?: boolean;
  /** From web contents that are not the window's. */
  readonly otherContents?: boolean;
}

/** Functions of the page's bridge that subscribe. */
export type ListenerName = 'onState' | 'onLogs' | 'onPlayground';

export interface Orders {
  /** Clicks the tray's entry at these labels; a label's beginning is enough. */
  clickEntry(labels: readonly string[]): void;
  /** Clicks the icon itself. */
  clickTray(): void;
  /** Calls a function that the preload script put on the window. */
  callPage(name: string, input: unknown): Promise<unknown>;
  /** Subscribes in the page as it would itself; what comes is in `heard`. Again: ends the subscription. */
  toggleListening(name: ListenerName): void;
  /** An IPC call past the preload script; `null` for a frame that is gone. */
  invoke(channel: string, input: unknown, sender: Sender | null): Promise<unknown>;
  emit(
    source: 'app' | 'nativeTheme' | 'powerMonitor' | 'window',
    event: string,
    ...values: readonly unknown[]
  ): void;
  /** A click on the notification of this title. */
  clickNotification(title: string): void;
  closeWindow(): void;
  crashPage(): void;
  /** A mistake in the program, outside of everything that would catch it. */
  makeMistake(kind: 'rejection' | 'throw'): void;
  /** Whether the page may go there. */
  navigate(event: 'will-frame-navigate' | 'will-navigate' | 'will-redirect', url: string): boolean;
  attachWebview(): boolean;
  openFromPage(url: string): 'allow' | 'deny';
  askPermission(name: string): boolean;
  fetchPage(url: string, method: string): Promise<{ status: number; type: string | null; text: string }>;
}

export type OrderName = keyof Orders;

export interface OrderMessage {
  readonly id: number;
  readonly name: OrderName;
  readonly input: readonly unknown[];
}

export type OrderAnswer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
