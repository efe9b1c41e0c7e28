// Everything that may ask the program to end, led to the one quitter.
import type { App, PowerMonitor } from 'electron';
import type { Clock } from '../core/ports.ts';
import { RepeatedSignals } from '../core/repeated-signals.ts';
import type { Quitter } from './quitter.ts';

export interface EndingSources {
  readonly app: Pick<App, 'on'>;
  readonly clock: Clock;
  readonly process: Pick<NodeJS.Process, 'on'>;
}

/** The program's own quit and the signals, of which a second one ends it at once; from the first moment on. */
export function quitOnRequest({ app, clock, process }: EndingSources, quitter: Quitter): void {
  app.on('before-quit', (event) => {
    // An update that is being installed ends the process.
    if (quitter.ended) return;
    event.preventDefault();
    quitter.quit();
  });
  // Without a listener Electron quits when the last window closes, tray or not.
  app.on('window-all-closed', () => undefined);
  const signals = new RepeatedSignals(clock);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (signals.hear() === 'again') quitter.endAtOnce();
      else quitter.quitWithSystem();
    });
}

export interface MistakeHearers {
  /** At once, each of them: the log. */
  readonly note: (error: unknown) => string;
  /** The first one, once everything has ended, in the words of `note`: the person. */
  readonly say: (mistake: string) => void;
}

/** A mistake of the program itself: nobody knows what still works, so it ends as on request, children first. */
export function quitOnMistake(
  { process }: Pick<EndingSources, 'process'>,
  quitter: Quitter,
  { note, say }: MistakeHearers,
): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      const mistake = note(error);
      quitter.quit(1, () => say(mistake));
    });
  }
}

/** The system's shutdown on Linux and macOS; once Electron is ready. */
export function quitOnShutdown(powerMonitor: Pick<PowerMonitor, 'on'>, quitter: Quitter): void {
  // The type leaves out the event that the documentation promises: preventing it asks for time to end cleanly.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    quitter.quitWithSystem();
  });
}
