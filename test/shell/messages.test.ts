import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { applicationTemplate } from '../../src/main/shell/application-template.ts';
import { english } from '../../src/main/shell/messages/english.ts';
import { shellMessages, systemLanguages } from '../../src/main/shell/messages/messages.ts';
import { russian } from '../../src/main/shell/messages/russian.ts';

/** Every leaf as `path: kind`. */
function shapeOf(value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${at}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, `${at}.${key}`));
}

describe('the words of the shell', () => {
  it('are the same in number and kind in both languages', () => {
    expect([...shapeOf(russian)].sort()).toEqual([...shapeOf(english)].sort());
  });

  it('are those of the setting, else of the first of the person’s languages that there is', () => {
    expect(shellMessages('system', ['de', 'ru-RU', 'en'])).toBe(russian);
    expect(shellMessages('system', [])).toBe(english);
    expect(shellMessages('en', ['ru'])).toBe(english);
    expect(shellMessages('ru', ['en'])).toBe(russian);
  });

  it('follow a language given by hand before the system’s', () => {
    const app = (hasSwitch: boolean) => ({
      getLocale: () => 'ru',
      getPreferredSystemLanguages: () => ['en-US'],
      commandLine: { hasSwitch: () => hasSwitch },
    });
    expect(systemLanguages(app(true))).toEqual(['ru', 'en-US']);
    expect(systemLanguages(app(false))).toEqual(['en-US']);
  });

  it('stand nowhere else in the shell', async () => {
    const folder = inProject('src', 'main', 'shell');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(20);
    const found: string[] = [];
    for (const name of files) {
      const text = await readFile(`${folder}/${name}`, 'utf8');
      found.push(...(text.match(/(?:title|label|body): '[^']*[a-z]{2}[^']*'/g) ?? []));
    }
    expect(found.filter((one) => !one.includes("'Patchbay'"))).toEqual([]);
  });

  it('name every entry of the macOS menu, whose own labels would be English', () => {
    const labels = applicationTemplate(russian.applicationMenu).flatMap(({ label, submenu }) => [
      label,
      ...(Array.isArray(submenu) ? submenu.filter(({ type }) => type !== 'separator') : []).map(
        (item) => item.label,
      ),
    ]);
    expect(labels.filter((label) => !/[А-я]|^Patchbay$/.test(label ?? ''))).toEqual([]);
  });
});
