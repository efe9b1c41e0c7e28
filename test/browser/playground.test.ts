// Tools in the playground, on real servers behind a real gateway.
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { usePlaygrounds } from './playground-scenes.ts';

const open = usePlaygrounds();

describe('tools in the playground', () => {
  test('are found, filled in, run and shown: text, what is structured, images, links', async () => {
    const { page, go, button, result, run } = await open({ hash: '#/playground/everything' });
    const tools = page.getByRole('list', { name: 'Tools' });
    await tools.getByRole('link', { name: /^Echo Tool/ }).waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('sum');
    expect(await tools.getByRole('link').count()).toBe(1);
    await tools.getByRole('link', { name: /^Get Sum/ }).click();
    const [a, b] = [
      page.getByRole('textbox', { name: 'a' }),
      page.getByRole('textbox', { name: 'b', exact: true }),
    ];
    await a.fill('2');
    await run();
    await page.getByText('This is required.').waitFor();
    await expect.poll(() => b.evaluate((field) => field === document.activeElement)).toBe(true);
    await b.fill('3.');
    await b.press('Control+Enter');
    await result.getByText('The sum of 2 and 3 is 5.').waitFor();
    expect(await result.getByRole('status').innerText()).toMatch(/^Done in [\d.]+ m?s$/);
    await button('JSON').click();
    await page.getByRole('textbox', { name: 'Arguments' }).fill('{"a": "two", "b": 3}');
    await button('Run again').click();
    await result.getByText(/The tool reports an error|Failed/).waitFor();

    await go('everything', 'tools', 'get-structured-content');
    await page.getByRole('combobox', { name: 'location' }).selectOption('Chicago');
    await run();
    await result.getByRole('figure', { name: 'Structured content' }).getByText('"temperature"').waitFor();

    await go('everything', 'tools', 'get-tiny-image');
    await run();
    const image = result.getByRole('img', { name: 'Image, image/png' });
    await expect
      .poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth))
      .toBeGreaterThan(0);
    const saving = page.waitForEvent('download');
    await result.getByRole('button', { name: 'Download Image, image/png' }).click();
    expect((await saving).suggestedFilename()).toBe('content.png');

    await go('everything', 'tools', 'get-resource-links');
    await run();
    await result
      .getByRole('button', { name: /^Read / })
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).hash).toContain('/resources/demo%3A%2F%2F');
    await result.getByRole('status').getByText(/^Done/).waitFor();
  });

  test('show what a hostile server says as text, cut where it is long, and open no odd address', async () => {
    const { page, go, button, result, run } = await open({ hash: '#/playground/everything/tools/echo' });
    const markup = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
    await page.getByRole('textbox', { name: /^message/i }).fill(markup + 'x'.repeat(20_000));
    await run();
    await result.getByText(markup).first().waitFor();
    expect(await result.locator('img, script').count()).toBe(0);
    const shown = result.getByRole('figure', { name: 'Text' }).locator('pre');
    expect((await shown.innerText()).length).toBeLessThan(9000);
    await result.getByRole('button', { name: /^Show all 20,\d+ characters$/ }).click();
    expect((await shown.innerText()).length).toBeGreaterThan(20_000);
    expect(await page.title()).toContain('Playground');

    await go('everything', 'tools', 'trigger-url-elicitation');
    await page.getByRole('textbox', { name: 'url' }).fill('javascript:alert(1)');
    await run();
    const question = page.getByRole('region', { name: 'everything asks' });
    await question.getByText('javascript:alert(1)').first().waitFor();
    await question.getByText('This is no http or https address, so it is not opened.').waitFor();
    expect(await question.getByRole('link').count()).toBe(0);
    await question.getByRole('button', { name: 'Decline' }).click();
    await result.getByText(/User declined to open the URL/).waitFor();

    await page.getByRole('textbox', { name: 'url' }).fill('https://exаmple.com/sign-in');
    await button('Run again').click();
    await question.getByText('https://xn--exmple-4nf.com/sign-in').waitFor();
    const link = question.getByRole('link', { name: 'Open xn--exmple-4nf.com' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await question.getByRole('button', { name: 'I have visited it' }).click();
    await result.getByText(/User completed the URL elicitation/).waitFor();

    await page.getByRole('checkbox', { name: /^errorPath/ }).check();
    await button('Run again').click();
    await result.getByRole('link', { name: 'Open modelcontextprotocol.io' }).waitFor();
  });

  test('tell their progress, are cancelled, and end with the page', async () => {
    const { patchbay, page, go, button, result, run, close } = await open();
    await go('everything', 'tools', 'trigger-long-running-operation');
    await page.getByRole('textbox', { name: 'duration' }).fill('60');
    await page.getByRole('textbox', { name: 'steps' }).fill('600');
    await run();
    await result.getByText(/^\d+ of 600$/).waitFor();
    await button('Cancel').click();
    await result.getByText('Cancelled').waitFor();
    await button('Run again').click();
    await result.getByText(/^\d+ of 600$/).waitFor();
    const load = (): readonly number[] =>
      patchbay.core.state
        .get()
        .servers.filter(({ name }) => name === 'everything')
        .flatMap(({ inFlight, sessions }) => [inFlight, sessions]);
    // Sessions of pages that went without a word, as those of other tests may have, end later.
    const [inFlight, sessions = 0] = load();
    expect(inFlight).toBe(1);
    await page.goto('about:blank');
    await until('the end of the call and of its session', () => {
      const [calls, left = 0] = load();
      return calls === 0 && left < sessions;
    });
    await close();
  });
});
