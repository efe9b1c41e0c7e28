// Settings that somebody changes while others are saved, or while they look at another part of the page.
import { expect, test } from 'vitest';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

test('what is typed while settings are saved, or before another part is opened, is still there', async () => {
  const { page, backend } = await open({ hash: '#/settings' });
  const read = await sampleConfiguration().readSettings?.({});
  if (read === undefined) throw new Error('There are no settings.');
  const gate = Promise.withResolvers<void>();
  backend.script.changeSettings = async () => {
    await gate.promise;
    return { ...read, values: { ...read.values, pinTools: true }, written: ['pinTools'] };
  };
  const pin = page.getByRole('switch', { name: 'Hold back changed tools' });
  await pin.waitFor();
  await pin.locator('..').click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => backend.called.some(({ name }) => name === 'changeSettings')).toBe(true);
  const host = page.getByRole('textbox', { name: 'Address' });
  await host.fill('localhost');
  gate.resolve();
  await page.getByRole('status').getByText('1 change not saved').waitFor();
  expect(await host.inputValue()).toBe('localhost');
  await page.getByRole('link', { name: 'Tokens' }).click();
  await host.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'General' }).click();
  await host.waitFor();
  expect(await host.inputValue()).toBe('localhost');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('status').getByText('Nothing to save').waitFor();
});
