// Injects one thing after the other, some of them at the same time, until it is told to end.
import { pause } from '../kit/deadline.ts';
import type { Stage } from '../run/stage.ts';
import { faults, type Fault } from './faults.ts';

const atOnce = 3;

export interface InjectorOptions {
  /** Mean milliseconds between two. */
  readonly everyMs: number;
  /** Milliseconds between two ends of the gateway, at least. */
  readonly gatewayEveryMs: number;
}

/** Resolves once the signal has come and everything that was injected has ended. */
export async function inject(stage: Stage, options: InjectorOptions, signal: AbortSignal): Promise<void> {
  const random = stage.random.fork('faults');
  const running = new Map<Promise<void>, string>();
  const all = faults.flatMap((fault) => Array<Fault>(fault.weight).fill(fault)) as [Fault, ...Fault[]];
  let gatewayAt = performance.now() - options.gatewayEveryMs / 2;
  for (let count = 1; !signal.aborted; count++) {
    const isGatewaysTurn = performance.now() - gatewayAt >= options.gatewayEveryMs;
    const fault = pickFault();
    const target = fault.pickTarget(random);
    const isBusy = [...running.values()].includes(target);
    if (running.size < atOnce && !isBusy && (target !== 'gateway' || isGatewaysTurn)) {
      if (target === 'gateway') gatewayAt = performance.now();
      const own = random.fork(`${count}`);
      const act = stage.book
        .during(fault.name, target, () => fault.inject(stage, target, own))
        .catch((error: unknown) => {
          stage.book.violations.push(`${fault.name} (${target}): ${String(error)}`);
        });
      running.set(act, target);
      void act.finally(() => running.delete(act));
    }
    await pause(random.int(0, options.everyMs * 2), signal);

    function pickFault(): Fault {
      for (;;) {
        const found = random.pick(all);
        if ((found.pickTarget(random) === 'gateway') === isGatewaysTurn) return found;
      }
    }
  }
  await Promise.all(running.keys());
}
