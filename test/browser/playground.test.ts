// The playground in the page, on real servers behind a real gateway: one of each era.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { stdioConformanceServer } from '../support/conformance-server.ts';
import { openPage, type OpenPageOptions } from '../support/open-page.ts';
import { openPatchbay, type RunningPatchbay } from '../support/patchbay.ts';
import { everythingServer } from '../support/test-servers.ts';
import { until } from '../support/until.ts';

let built: BuiltPage;
let browser: Browser;
let patchbay: RunningPatchbay;
const pictures = fileURLToPath(new URL('../../test-results/page/', import.meta.url));

beforeAll(async () => {
  built = await builtPage();
  browser = await launchChromium();
  const mcpServers = { everything: everythingServer(), modern: stdioConformanceServer('modern') };
  patchbay = await openPatchbay({ mcpServers }, { console: { port: 0, pageDir: built.folder } });
  await mkdir(pictures, { recursive: true });
});

afterAll(async () => {
  await browser.close();
  await patchbay.stop();
  await built.remove();
});

interface Playground {
  readonly page: Page;
  /** Opens a tool, resource, … by the address of the page. */
  readonly go: (...place: readonly string[]) => Promise<void>;
  readonly button: (name: string | RegExp) => Locator;
  readonly result: Locator;
  readonly run: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function open(options: OpenPageOptions = {}): Promise<Playground> {
  const link = (): string => patchbay.core.consoleLink() ?? '';
  const { page, complaints, close } = await openPage(browser, { link }, { hash: '#/playground', ...options });
  onTestFinished(async () => {
    await close();
    expect(complaints).toEqual([]);
  });
  const main = page.getByRole('main');
  const button: Playground['button'] = (name) => main.getByRole('button', { name, exact: true });
  return {
    page,
    go: (...place) =>
      page.evaluate(
        (hash) => {
          window.location.hash = hash;
        },
        ['#/playground', ...place.map((part) => encodeURIComponent(part))].join('/'),
      ),
    button,
    result: main.getByRole('region', { name: 'Result' }),
    run: () => button('Run').click(),
    close,
  };
}

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
    const { page, go, button, result, run, close } = await open();
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

describe('resources and prompts in the playground', () => {
  test('are read and got; arguments are suggested, updates told, messages kept', async () => {
    const { page, go, button, result } = await open();
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
