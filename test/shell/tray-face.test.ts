import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { english } from '../../src/main/shell/messages/english.ts';
import { russian } from '../../src/main/shell/messages/russian.ts';
import { trayFace } from '../../src/main/shell/tray-face.ts';
import { trayImage } from '../../src/main/shell/tray-images.ts';
import { inProject } from '../../scripts/project.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { portFault, filesServer, healthyState } from '../support/state-samples.ts';

describe('the icon and its tooltip', () => {
  it('say that all is well, and how much is going on', () => {
    expect(trayFace(healthyState(), english)).toEqual({
      icon: 'ready',
      tooltip: 'Patchbay: 1 server, 4 sessions',
    });
  });

  it('count only servers that are enabled', () => {
    const servers = [filesServer(), filesServer({ name: 'off', enabled: false, status: 'failed' })];
    expect(trayFace(healthyState({ servers }), english).tooltip).toBe('Patchbay: 1 server, 4 sessions');
  });

  it('name the servers that failed', () => {
    const servers = [filesServer(), filesServer({ name: 'broken', status: 'failed' })];
    expect(trayFace(healthyState({ servers }), english)).toEqual({
      icon: 'attention',
      tooltip: 'Patchbay: failed: broken',
    });
  });

  it('name the registered servers that wait for approval', () => {
    const registrations = { servers: [sampleRegistration('good'), pendingRegistration('new')], clients: [] };
    expect(trayFace(healthyState({ registrations }), english)).toEqual({
      icon: 'attention',
      tooltip: 'Patchbay: waiting for approval: new_1',
    });
  });

  it('count the faults of the file', () => {
    const config = { path: '', faults: [portFault(), portFault()], loadedAt: 0 };
    expect(trayFace(healthyState({ config }), english)).toEqual({
      icon: 'attention',
      tooltip: 'Patchbay: 2 faults in config.json',
    });
  });

  it('say when the gateway is not as configured', () => {
    const problem = { code: 'PORT_TAKEN', message: 'Port 3100 is used by another program.' } as const;
    const gateway = { ...healthyState().gateway, problem };
    expect(trayFace(healthyState({ gateway }), english)).toEqual({
      icon: 'attention',
      tooltip: 'Patchbay: the gateway is not as configured',
    });
  });

  it.each(['starting', 'stopping', 'stopped'] as const)('are dim while the gateway is %s', (status) => {
    const gateway = { ...healthyState().gateway, status };
    expect(trayFace(healthyState({ gateway }), english)).toEqual({
      icon: 'off',
      tooltip: `Patchbay: ${status}`,
    });
  });

  it('say that all servers are paused, and what needs a person all the same', () => {
    const paused = healthyState({ pausedAt: 1 });
    expect(trayFace(paused, english)).toEqual({
      icon: 'paused',
      tooltip: 'Patchbay: all servers are paused',
    });
    const config = { path: '', faults: [portFault()], loadedAt: 0 };
    expect(trayFace({ ...paused, config }, english)).toEqual({
      icon: 'attention',
      tooltip: 'Patchbay: all servers are paused; 1 fault in config.json',
    });
  });

  it('speak the language of the person', () => {
    expect(trayFace(healthyState(), russian).tooltip).toBe('Patchbay: 1 сервер, 4 сессии');
  });

  it('fit into what Windows shows', () => {
    const servers = Array.from({ length: 40 }, (_unused, index) =>
      filesServer({ name: `a-rather-long-name-${index}`, status: 'failed' }),
    );
    expect(trayFace(healthyState({ servers }), english).tooltip).toHaveLength(127);
  });
});

describe('the image', () => {
  it.each(
    (['ready', 'attention', 'paused', 'off'] as const).flatMap((icon) =>
      (['darwin', 'win32', 'linux'] as const).flatMap((platform) =>
        [true, false].map((darkTaskbar) => [icon, platform, darkTaskbar] as const),
      ),
    ),
  )('%s is there on %s with a dark taskbar %s', (icon, platform, darkTaskbar) => {
    const file = trayImage(inProject('build', 'tray'), icon, { platform, darkTaskbar });
    // High resolutions: macOS and Linux find the file beside it by its name, Windows has them in one.
    expect([file, file.replace('.png', '@2x.png')].filter((one) => !existsSync(one))).toEqual([]);
  });

  it.each([
    ['darwin', false, 'attentionTemplate.png'],
    ['win32', false, 'attention-light.ico'],
    ['win32', true, 'attention-dark.ico'],
    ['linux', true, 'attention.png'],
  ] as const)('on %s with a dark taskbar %s is %s', (platform, darkTaskbar, file) => {
    expect(trayImage('tray', 'attention', { platform, darkTaskbar })).toMatch(new RegExp(`tray.${file}$`));
  });
});
