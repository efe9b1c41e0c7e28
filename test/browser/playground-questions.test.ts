// What servers of both eras ask of the person at the playground.
import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { pictures, usePlaygrounds } from './playground-scenes.ts';

const open = usePlaygrounds();

describe('servers’ questions in the playground', () => {
  test('are answered by hand: forms with their faults, and a language model’s part', async () => {
    const { page, go, result, run } = await open({ colorScheme: 'dark' });
    await go('everything', 'tools', 'trigger-elicitation-request');
    await run();
    const form = page.getByRole('region', { name: 'everything asks', exact: true });
    await form.getByText('Your call waits for the answer.').waitFor();
    await form.getByRole('textbox', { name: 'String with email format' }).fill('ada');
    await form.getByRole('button', { name: 'Send answer' }).click();
    await form.getByText('This is required.').waitFor();
    await form.getByText(/This is not an e-mail address/).waitFor();
    await expectAccessible(page);
    await page.screenshot({ path: `${pictures}playground-question-dark.png` });
    await form.getByRole('textbox', { name: 'String', exact: true }).fill('Ada');
    await form.getByRole('textbox', { name: 'String with email format' }).fill('ada@example.com');
    await form.getByRole('checkbox', { name: /^Boolean/ }).check();
    await form
      .getByRole('combobox', { name: 'Titled Single Select Enum', exact: true })
      .selectOption('Wonder Woman');
    await form.getByRole('checkbox', { name: 'Piano' }).check();
    await form.getByRole('button', { name: 'Send answer' }).click();
    const told = result.getByRole('figure', { name: 'Text' }).last();
    await told.getByText(/"titledSingleSelectEnum": "hero-3"/).waitFor();
    expect(await told.innerText()).toMatch(/"Guitar",\s+"Piano"/);

    await go('everything', 'tools', 'trigger-sampling-request');
    await page.getByRole('textbox', { name: 'prompt' }).fill('Capital of France?');
    await run();
    const model = page.getByRole('region', { name: 'everything asks a language model' });
    await model.getByText(/Capital of France/).waitFor();
    await model.getByRole('textbox', { name: 'Answer' }).fill('Lyon');
    await model.getByRole('button', { name: 'JSON', exact: true }).click();
    const whole = model.getByRole('textbox', { name: 'Answer' });
    await whole.fill((await whole.inputValue()).replace('Lyon', 'Paris'));
    await model.getByRole('button', { name: 'Send answer' }).click();
    await result.getByText(/Paris/).first().waitFor();
  });

  test('of a server of the modern era are the same; its sounds are played from the answer itself', async () => {
    const { page, go, button, result, run } = await open();
    await go('modern', 'tools', 'test_elicitation');
    await page.getByRole('textbox', { name: 'message' }).fill('Who are you?');
    await run();
    const form = page.getByRole('region', { name: 'modern asks' });
    await form.getByText('Who are you?').waitFor();
    await form.getByRole('button', { name: 'Decline' }).click();
    await result.getByText(/action=decline/).waitFor();
    await go('modern', 'tools', 'json_schema_2020_12_tool');
    await page.getByRole('textbox', { name: 'phone' }).fill('112');
    await page.getByRole('combobox', { name: 'contactMethod' }).selectOption('phone');
    await button('Fill in address').click();
    await page.getByRole('group', { name: 'address' }).getByRole('textbox', { name: 'city' }).fill('Paris');
    await run();
    await result.getByText(/"address":\{"city":"Paris"\}/).waitFor();
    await go('modern', 'tools', 'test_tool_with_progress');
    await run();
    await result.getByRole('status').getByText(/^Done/).waitFor();
    await go('modern', 'tools', 'test_audio_content');
    await run();
    const sound = result.getByRole('figure', { name: 'Audio, audio/wav' }).locator('audio');
    await expect
      .poll(() => sound.evaluate((element: HTMLAudioElement) => element.readyState))
      .toBeGreaterThan(0);
    expect(await button('Run again').count()).toBe(1);
  });
});
