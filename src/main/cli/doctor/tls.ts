// The doctor on the gateway's certificate: what its files are like, and what that means.
import { toErrorView } from '../../../shared/errors.ts';
import type { TlsConfig } from '../../core/config/types.ts';
import { readCredentials } from '../../core/tls/credentials.ts';
import type { Check, Facts, TlsFact } from './types.ts';

/** Reads the files. Never rejects. */
export async function readTlsFact(
  files: TlsConfig | null,
  platform: NodeJS.Platform,
): Promise<TlsFact | null> {
  if (files === null) return null;
  const { certFile } = files;
  try {
    const { certificate, warnings } = await readCredentials(files, Date.now(), platform);
    return { certFile, expiresAt: certificate.validToDate.getTime(), problem: null, warnings };
  } catch (error) {
    return { certFile, expiresAt: null, problem: toErrorView(error), warnings: [] };
  }
}

/** What keeps the gateway from being as configured, while it runs; then its certificate. Pure. */
export function gatewayChecks({ run, tls }: Facts): readonly Check[] {
  const problem = run.status === 'running' ? run.state.gateway.problem : null;
  const checks: Check[] = [];
  if (problem !== null && problem.message !== tls?.problem?.message) {
    checks.push({
      id: 'gateway',
      status: 'failed',
      message: `the gateway is not as configured: ${problem.message}`,
      advice: problem.expected ?? 'Change the gateway section of config.json.',
    });
  }
  if (tls === null) return checks;
  if (tls.problem !== null) {
    const { message, expected = 'Write the files anew.' } = tls.problem;
    return [...checks, { id: 'tls', status: 'failed', message, advice: expected }];
  }
  for (const warning of tls.warnings) checks.push({ id: 'tls', status: 'warning', ...warning });
  if (tls.warnings.length > 0 || tls.expiresAt === null) return checks;
  const until = new Date(tls.expiresAt).toISOString();
  return [
    ...checks,
    { id: 'tls', status: 'ok', message: `certificate ${tls.certFile} is good until ${until}` },
  ];
}
