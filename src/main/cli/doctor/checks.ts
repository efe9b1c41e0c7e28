// The doctor's judgement: pure functions from facts to findings. Asks nothing of the machine itself.
import { describeFault } from '../output/config-fault.ts';
import { portCheck } from './port-checks.ts';
import { gatewayChecks } from './tls.ts';
import type { Check, Facts } from './types.ts';

/** package.json's `engines`. */
const leastNode = 20;

/** Every check, in the order in which people should mend things. */
export function diagnose(facts: Facts): readonly Check[] {
  return [
    runCheck(facts),
    folderCheck(facts),
    ...configChecks(facts),
    ...gatewayChecks(facts),
    portCheck('gateway', facts),
    portCheck('console', facts),
    ...commandChecks(facts),
    nodeCheck(facts),
    displayCheck(facts),
    electronCheck(facts),
  ];
}

function runCheck({ run }: Facts): Check {
  if (run.status === 'running') {
    const { version, pid, gateway } = run.state;
    return ok('running', `Patchbay ${version} runs (process ${pid}) on ${gateway.url ?? gateway.status}`);
  }
  if (run.status === 'stopped') return ok('running', 'Patchbay does not run at the moment');
  return warning(
    'running',
    run.message,
    'If it should run: stop it and start it again with "patchbay serve".',
  );
}

function folderCheck({ folder, platform }: Facts): Check {
  const { path, status, mode } = folder;
  switch (status) {
    case 'missing':
      return ok('data-folder', `data folder ${path} is not there yet; the first start makes it`);
    case 'no-folder':
      return failed(
        'data-folder',
        `${path} is not a folder`,
        'Move it away, or choose another with --data-dir.',
      );
    case 'not-writable':
      return failed(
        'data-folder',
        `data folder ${path} cannot be written`,
        platform === 'win32' ? 'Give your user the right to change it.' : `Run: chown -R "$USER" "${path}"`,
      );
    case 'usable':
  }
  if (platform !== 'win32' && mode !== null && (mode & 0o077) !== 0) {
    const shown = mode.toString(8).padStart(4, '0');
    const message = `data folder ${path} is open to other users (mode ${shown})`;
    return warning('data-folder', message, `Run: chmod 700 "${path}"`);
  }
  return ok('data-folder', `data folder ${path} is there, writable and private`);
}

function configChecks({ config }: Facts): readonly Check[] {
  if (!config.exists) {
    return [ok('config', `configuration ${config.path} is not there yet; the first start writes an example`)];
  }
  if (config.faults.length > 0) {
    return config.faults.map((fault) =>
      failed(
        'config',
        describeFault(config.path, fault),
        'Mend it there; a running Patchbay picks it up at once.',
      ),
    );
  }
  const unusable = config.unusable.map(({ server, message }) =>
    failed('config', `${server}: ${message}`, 'Set it, or change the server in config.json.'),
  );
  return [ok('config', `configuration ${config.path} is valid`), ...unusable];
}

function commandChecks({ config, platform }: Facts): readonly Check[] {
  return config.commands.map(({ server, command, status, file }) => {
    if (status === 'executable') return ok('command', `${server}: ${command} is ${file ?? 'there'}`);
    if (status === 'not-executable') {
      const message = `${server}: ${file ?? command} may not be executed`;
      return failed('command', message, `Run: chmod +x "${file ?? command}"`);
    }
    return failed('command', `${server}: ${command} is not found on PATH`, installAdvice(command, platform));
  });
}

function installAdvice(command: string, platform: NodeJS.Platform): string {
  if (['npx', 'npm', 'node'].includes(command)) return 'Install Node.js from nodejs.org.';
  if (['uvx', 'uv'].includes(command)) {
    return platform === 'win32' ? 'Install uv: winget install astral-sh.uv' : 'Install uv: docs.astral.sh/uv';
  }
  if (command === 'docker') return 'Install Docker, or start it.';
  return 'Install it, or give its full path as "command".';
}

function nodeCheck({ nodeVersion }: Facts): Check {
  const major = Number(/^v?(\d+)/.exec(nodeVersion)?.[1] ?? 0);
  const message = `Node ${nodeVersion.replace(/^v/, '')}`;
  if (major >= leastNode) return ok('node', message);
  return failed(
    'node',
    `${message} is too old`,
    `Run Patchbay with Node ${leastNode} or later ("npm start" does).`,
  );
}

function displayCheck({ platform, env }: Facts): Check {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  const advice = '"patchbay serve" and the browser console need none.';
  if (platform === 'darwin' || platform === 'win32') {
    if (!isSet('SSH_CONNECTION')) return ok('display', 'there is a desktop for the tray app');
    return warning('display', 'this is an SSH session, so no tray app', advice);
  }
  if (isSet('WAYLAND_DISPLAY') || isSet('DISPLAY'))
    return ok('display', 'there is a display for the tray app');
  return warning('display', 'neither DISPLAY nor WAYLAND_DISPLAY is set, so no tray app', advice);
}

function electronCheck({ electron }: Facts): Check {
  if (electron !== null) return ok('electron', `the Electron runtime is ${electron}`);
  const message = 'the Electron runtime is not there, so no tray app';
  return warning('electron', message, '"npm start" fetches it on a desktop; "patchbay serve" works without.');
}

function ok(id: string, message: string): Check {
  return { id, status: 'ok', message };
}

function warning(id: string, message: string, advice: string): Check {
  return { id, status: 'warning', message, advice };
}

function failed(id: string, message: string, advice: string): Check {
  return { id, status: 'failed', message, advice };
}
