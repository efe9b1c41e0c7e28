// `proxy_registration`: sees and drives our registration with another proxy (S1.3). Which proxy that is, is the
// configuration's business alone.
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { parseServerUrl } from '../registry/server-url.ts';
import type { CommandResult, CommandSource, OwnCommand } from './types.ts';

const params = z.strictObject({
  action: z.enum(['status', 'register', 'unregister']).default('status').describe('What is to be done.'),
  server_url: z.string().optional().describe('With register: the URL to be known by; our own when left out.'),
});

export const proxyRegistrationCommand: OwnCommand = {
  description: 'Shows, begins or withdraws the registration of this gateway with another proxy.',
  params,
  run: (given, source) => {
    const { action, server_url: serverUrl } = params.parse(given);
    switch (action) {
      case 'status':
        return status(source);
      case 'register':
        return register(source, serverUrl);
      case 'unregister':
        return unregister(source);
    }
  },
};

function status({ announcement }: CommandSource): CommandResult {
  const registration = announcement.getRegistrationStatus();
  const { enabled, registered, server_key, server_url, proxy_url } = registration;
  return {
    success: true,
    message: registered
      ? 'Registered with the proxy'
      : (announcement.problem ?? 'Not registered with the proxy'),
    data: { registration_status: registration, enabled, registered, server_key, server_url, proxy_url },
  };
}

/** One attempt is waited for; what fails is tried on in the background. */
async function register({ announcement }: CommandSource, url: string | undefined): Promise<CommandResult> {
  if (url !== undefined) announcement.setServerUrl(parseServerUrl(url, 'server_url').url);
  if (!(await announcement.registerServer('one attempt')))
    throw failed('Not registered with the proxy.', announcement.problem);
  const registration = announcement.getRegistrationStatus();
  const { server_url, server_key } = registration;
  return {
    success: true,
    message: 'Registered with the proxy',
    data: { server_url, server_key, registration_status: registration },
  };
}

async function unregister({ announcement }: CommandSource): Promise<CommandResult> {
  const { registered } = announcement.getRegistrationStatus();
  if (!(await announcement.unregisterServer()))
    throw failed('The proxy did not take the withdrawal; it is not told of us any more.', null);
  return {
    success: true,
    message: registered ? 'Withdrawn from the proxy' : 'Not registered with the proxy',
  };
}

function failed(what: string, problem: string | null): AppError {
  return new AppError('UPSTREAM_ERROR', problem === null ? what : `${what} ${problem}`, {
    expected: 'The action "status" tells how it goes on.',
  });
}
