import { expect, test } from 'vitest';
import { createRuleChanges } from '../../src/renderer/state/rule-changes.ts';
import { withName, withOffer } from '../../src/renderer/state/tool-switch.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { ToolRules } from '../../src/shared/server-entry-schema.ts';

function gateway(refuses: (rules: ToolRules) => boolean = () => false) {
  let held: ToolRules = {};
  return {
    held: () => held,
    change: createRuleChanges({
      read: async () => held,
      write: async (rules) => {
        if (refuses(rules)) throw new AppError('CONFIG_INVALID', 'This name is taken.');
        held = rules;
      },
    }),
  };
}

test('changes made one upon the other all hold, in their order', async () => {
  const { change, held } = gateway();
  await Promise.all([
    change((rules) => withOffer(rules, 'read', false)),
    change((rules) => withOffer(rules, 'write', false)),
    change((rules) => withName(rules, 'find', 'search')),
    change((rules) => withOffer(rules, 'read', true)),
  ]);
  expect(held()).toEqual({ deny: ['write'], rename: { find: 'search' } });
});

test('a change that is refused says why, and those behind it are made without it', async () => {
  const { change, held } = gateway(({ rename }) => rename?.['find'] === 'read');
  const refused = change((rules) => withName(rules, 'find', 'read'));
  const next = change((rules) => withOffer(rules, 'write', false));
  await expect(refused).rejects.toThrow('This name is taken.');
  await next;
  expect(held()).toEqual({ deny: ['write'] });
});
