import { expect, it } from 'vitest';
import { attentionIn } from '../../src/main/shell/attention.ts';
import { attentionOf } from '../../src/renderer/state/attention.ts';
import { sampleServer } from '../support/scripted-host.ts';
import { healthyState } from '../support/state-samples.ts';

it.each([
  ['that is on', true, ['read'], 1],
  ['that is switched off', false, ['read'], 0],
  ['of which none changed', true, [], 0],
])('page and tray count changed tools of a server %s alike', (_, enabled, changedTools, count) => {
  const state = healthyState({ servers: [sampleServer('files', { enabled, changedTools })] });
  expect(attentionIn(state).filter(({ kind }) => kind === 'changed-tools')).toHaveLength(count);
  expect(attentionOf(state, null, 0).filter(({ kind }) => kind === 'tools')).toHaveLength(count);
});
