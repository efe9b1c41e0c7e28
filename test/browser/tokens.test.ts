import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { mixedTokens, sampleToken } from '../support/sample-tokens.ts';
import type { Scene } from './scenes.ts';
import { secret, useTokenScenes } from './token-scenes.ts';

const open = useTokenScenes();

function inputOf({ backend }: Scene, call: string): unknown {
  return backend.called.findLast(({ name }) => name === call)?.input;
}

describe('the list of tokens', () => {
  test('says what tokens are for where there is none', async () => {
    const { page } = await open([]);
    await page.getByText('There is no token yet.').waitFor();
    await expect(page.getByRole('button', { name: 'New token' }).isVisible()).resolves.toBe(true);
  });

  test('shows each with what it is good for, how long, and when it was used, those that count first', async () => {
    const { page } = await open(mixedTokens());
    const entries = page.getByRole('list', { name: 'Tokens' }).getByRole('listitem');
    await expect.poll(() => entries.count()).toBe(4);
    const texts = await entries.allInnerTexts();
    expect(texts.map((text) => text.split('\n')[0])).toEqual(['cursor', 'ci', 'leaked', 'old laptop']);
    for (const word of ['Active', 'Everything on the gateway', 'in 90 days', '5 minutes ago'])
      expect(texts[0]).toContain(word);
    for (const word of [
      'Only tools that read, on files and notes; and registering servers',
      'in 25 days',
      'never',
    ])
      expect(texts[1]).toContain(word);
    expect(texts[2]).toContain('Signed with an old secret');
    expect(texts[3]).toMatch(/Expired\n10 days ago/);
  });

  test('is read again when the page gets the focus', async () => {
    const { page, backend } = await open([]);
    await page.getByText('There is no token yet.').waitFor();
    backend.script.listTokens = () => [sampleToken('from a terminal')];
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByRole('listitem', { name: 'from a terminal' }).waitFor()).resolves.toBeUndefined();
  });

  test('says why it could not be read', async () => {
    const { page, backend } = await open([], { expected: /503/ });
    await page.getByText('There is no token yet.').waitFor();
    backend.script.listTokens = () => {
      throw new AppError('GATEWAY_STOPPING', 'Patchbay is stopping.');
    };
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(
      page.getByRole('alert').getByText('Patchbay is stopping.').waitFor(),
    ).resolves.toBeUndefined();
  });
});

describe('a new token', () => {
  test('is good for the servers that were chosen, and for tools that read', async () => {
    const scene = await open([]);
    const { page } = scene;
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog', { name: 'New token' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('ci');
    await dialog.getByRole('combobox', { name: 'Expires after' }).selectOption('Another time');
    await dialog.getByRole('textbox', { name: 'Time until it expires' }).fill('45d');
    await dialog.getByRole('radio', { name: 'Only some servers' }).check();
    await dialog.getByRole('button', { name: 'Create token' }).click();
    await dialog.getByRole('alert').getByText('Choose at least one server.').waitFor();
    await dialog.getByRole('group', { name: 'Servers' }).getByRole('checkbox', { name: 'notes' }).check();
    await dialog.getByRole('checkbox', { name: 'Only tools that read' }).check();
    await dialog.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('dialog', { name: 'Token for ci' }).waitFor();
    expect(inputOf(scene, 'createToken')).toEqual({
      name: 'ci',
      expires: '45d',
      scopes: ['server:notes', 'tools:read'],
    });
  });

  test('is shown once, can be copied with its header and configuration, and is gone with the dialog', async () => {
    const { page, clipboard } = await open([]);
    await page.getByRole('button', { name: 'New token' }).click();
    await page.keyboard.type('laptop');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Token for laptop' });
    await dialog.getByRole('button', { name: 'Copy the token', exact: true }).click();
    await expect.poll(clipboard).toBe(secret);
    await dialog.getByRole('status').getByText('Copied').waitFor();
    await dialog.getByRole('button', { name: 'Copy the header' }).click();
    await expect.poll(clipboard).toBe(`Authorization: Bearer ${secret}`);
    await dialog.getByRole('button', { name: 'Copy the client configuration' }).click();
    await expect
      .poll(async () => JSON.parse(await clipboard()) as unknown)
      .toEqual({
        mcpServers: {
          patchbay: {
            type: 'http',
            url: 'http://127.0.0.1:3004/mcp',
            headers: { Authorization: `Bearer ${secret}` },
          },
        },
      });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('listitem', { name: 'laptop' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('dialog', { name: 'New token' }).waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  test('says at the field what is wrong, there and at the core', async () => {
    const { page } = await open([], { expected: /400/ });
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog', { name: 'New token' });
    const name = dialog.getByRole('textbox', { name: 'Name' });
    const create = dialog.getByRole('button', { name: 'Create token' });
    const described = (field: typeof name): Promise<string> =>
      field.evaluate((element) =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(/\s+/)
          .map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent)
          .join(' '),
      );
    await create.click();
    await dialog.getByText('Give it a name.').waitFor();
    expect(await described(name)).toContain('Give it a name.');
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);
    await name.fill('lap\u200btop');
    await create.click();
    await dialog.getByText('Has characters that cannot be shown.').waitFor();
    expect(await described(name)).toContain('Has characters that cannot be shown.');
    await name.fill('laptop');
    await dialog.getByRole('combobox', { name: 'Expires after' }).selectOption('Another time');
    const life = dialog.getByRole('textbox', { name: 'Time until it expires' });
    for (const text of ['soon', '0d', '9999d']) {
      await life.fill(text);
      await create.click();
      await dialog.getByText(/^Give a number and s, m, h, d or w/).waitFor();
      expect(await life.getAttribute('aria-invalid')).toBe('true');
    }
  });

  test('says what the core refuses of no field alone, and Escape leaves it', async () => {
    const { page, backend } = await open([], { expected: /503/ });
    backend.script.createToken = () => {
      throw new AppError('LIMIT_REACHED', 'There are 1000 tokens.', { expected: 'Revoke some.' });
    };
    await page.getByRole('button', { name: 'New token' }).click();
    await page.keyboard.type('laptop');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There are 1000 tokens. Revoke some.').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('New token');
  });
});

describe('what ends tokens', () => {
  test('revokes one after a question, by keyboard alone', async () => {
    const scene = await open([sampleToken('laptop'), sampleToken('phone')]);
    const { page } = scene;
    await page.getByRole('button', { name: 'Revoke laptop' }).focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog', { name: 'Revoke laptop?' });
    await question.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => question.count()).toBe(0);
    expect(inputOf(scene, 'revokeToken')).toBeUndefined();
    await page.keyboard.press('Enter');
    await question.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem', { name: 'laptop' }).waitFor({ state: 'detached' });
    expect(inputOf(scene, 'revokeToken')).toEqual({ id: 'id-of-laptop' });
    await expect(page.getByRole('listitem', { name: 'phone' }).isVisible()).resolves.toBe(true);
    await page.getByRole('status').getByText('laptop is revoked').waitFor();
  });

  test('says within the question why revoking failed', async () => {
    const { page, backend } = await open([sampleToken('laptop')], { expected: /503/ });
    backend.script.revokeToken = () => {
      throw new AppError('STORE_WRITE_FAILED', 'The disk is full.');
    };
    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    const question = page.getByRole('alertdialog', { name: 'Revoke laptop?' });
    await question.getByRole('button', { name: 'Revoke token' }).click();
    await expect(
      question.getByRole('alert').getByText('The disk is full.').waitFor(),
    ).resolves.toBeUndefined();
  });

  test('rotates the secret with a grace, and says until when tokens of before count', async () => {
    const scene = await open([sampleToken('laptop')]);
    const { page } = scene;
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    const question = page.getByRole('alertdialog', { name: 'Rotate the signing secret?' });
    await question
      .getByText(/^Every client of now goes on until .+, and needs a new token by then\.$/)
      .waitFor();
    const grace = question.getByRole('combobox', { name: 'Tokens of before count for' });
    await grace.selectOption('no longer, from now on');
    await question.getByText('Every client of now is cut off at once, and needs a new token.').waitFor();
    await grace.selectOption('another day');
    await question.getByRole('button', { name: 'Rotate secret' }).click();
    await page
      .getByText(/^The secret was rotated\. Tokens of before count until May 6, 2030/)
      .first()
      .waitFor();
    expect(inputOf(scene, 'rotateSecret')).toEqual({ grace: '1d' });
    expect(await question.count()).toBe(0);
  });
});
