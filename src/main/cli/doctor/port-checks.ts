// The doctor's judgement of the two ports: free, ours, or somebody else's. Pure.
import type { Check, Facts } from './types.ts';

const ways = {
  gateway: 'Choose another port with --port, PATCHBAY_PORT, or "gateway": { "port": … } in config.json.',
  console: 'Choose another port with --console-port, or do without the console: --no-console.',
} as const;

/** The finding for one of the ports. */
export function portCheck(kind: keyof typeof ways, facts: Facts): Check {
  const { host, port, use } = kind === 'gateway' ? facts.gatewayPort : facts.consolePort;
  const id = `${kind}-port`;
  const name = `${kind} port ${port}`;
  if (port === 0) return { id, status: 'ok', message: `${kind} port: any free one` };
  const own = ownPort(kind, facts);
  if (own === port) return { id, status: 'ok', message: `${name} is Patchbay's own` };
  if (own !== null) {
    // It runs elsewhere, by a flag or variable that is not known here; what is configured does not matter now.
    return { id, status: 'ok', message: `${kind} port ${own} is Patchbay's own (${port} is configured)` };
  }
  if (use === 'free') return { id, status: 'ok', message: `${name} on ${host} is free` };
  if (use === 'taken') {
    return {
      id,
      status: 'failed',
      message: `${name} on ${host} is used by another program`,
      advice: ways[kind],
    };
  }
  return { id, status: 'failed', message: `${name} on ${host} may not be used`, advice: ways[kind] };
}

function ownPort(kind: keyof typeof ways, { run }: Facts): number | null {
  if (run.status !== 'running') return null;
  const { url, consoleUrl } = run.state.gateway;
  const own = kind === 'gateway' ? url : consoleUrl;
  if (own === null) return null;
  const { port, protocol } = new URL(own);
  return Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
}
