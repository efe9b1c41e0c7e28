// Resources and prompts in the playground, with suggestions, updates and messages.
import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { pictures, usePlaygrounds } from './playground-scenes.ts';

const open = usePlaygrounds();

describe('resources and prompts in the playground', () => {
  test('are read and got; arguments are suggested, updates told, messages kept', async () => {
    const { patchbay, page, go, button, result } = await open();
    await go('everything', 'prompts', 'completable-prompt');
    const department = page.getByRole('combobox', { name: 'department' });
    await department.fill('Eng');
    await expect.poll(() => page.locator('datalist option').allInnerTexts()).toContain('Engineering');
    await department.fill('Engineering');
    await button('Get prompt').click();
    await page.getByText('This is required.').waitFor();
    const name = page.getByRole('combobox', { name: 'name' });
    await name.focus();
    await expect.poll(() => page.locator('datalist option').allInnerTexts()).toContain('Alice');
    await name.fill('Alice');
    await button('Get prompt').click();
    await result.getByText('Please promote Alice to the head of the Engineering team.').waitFor();

    await go('everything', 'templates', 'demo://resource/dynamic/text/{resourceId}');
    await page.getByRole('combobox', { name: 'resourceId' }).fill('7');
    await page.getByText('demo://resource/dynamic/text/7', { exact: true }).waitFor();
    await button('Read').click();
    await result
      .getByText(/Resource 7/)
      .first()
      .waitFor();

    await go('modern', 'resources', 'test://watched-resource');
    await page.getByRole('switch', { name: 'Tell me when it changes' }).click();
    await page.getByText('No change so far').waitFor();
    const { core } = patchbay;
    await core.commands.callTool({ server: 'modern', tool: 'test_trigger_resource_update', arguments: {} });
    await page.getByText('Changed 1 time; read it again').waitFor();
    await page.getByText('Messages', { exact: true }).click();
    await page
      .getByRole('log', { name: 'Messages' })
      .getByText(/resources\/updated/)
      .waitFor();
    await expectAccessible(page);
    await page.screenshot({ path: `${pictures}playground-resource.png` });
  });
});
