// What the installers and workflows say, as far as it can be held without the systems they are for.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProject, projectRoot } from '../../scripts/project.ts';

const read = (...parts: string[]): string => readFileSync(inProject(...parts), 'utf8');
const configuration = read('electron-builder.yml');
const release = read('.github', 'workflows', 'release.yml');
const check = read('.github', 'workflows', 'check.yml');

describe('electron-builder', () => {
  it.each([
    ['mac', /^mac:[^]*?target: \[dmg, zip\][^]*?hardenedRuntime: true[^]*?LSUIElement: true/m],
    ['win', /^win:[^]*?target: \[nsis\]/m],
    ['linux', /^linux:[^]*?target: \[AppImage, deb, rpm\][^]*?syncDesktopName: true/m],
    ['links', /^protocols:[^]*?schemes: \[patchbay\]/m],
    ['bundles', /^fileAssociations:[^]*?ext: mcpb[^]*?rank: Alternate/m],
    ['no publishing by itself', /^publish: null$/m],
  ])('is told of %s', (_what, wanted) => {
    expect(configuration).toMatch(wanted);
  });

  it('names only files that are there', () => {
    const named = [...configuration.matchAll(/\bbuild\/[\w./-]+/g)].map(([file]) => file);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((file) => !existsSync(inProject(file)))).toEqual([]);
  });
});

describe('`patchbay` on PATH', () => {
  it('is the command line, not the window, where a package manager links it', () => {
    for (const name of ['after-install.tpl', 'after-remove.tpl']) {
      const script = read('build', 'linux', name);
      expect(script).toContain("'/opt/${sanitizedProductName}/resources/bin/${executable}'");
      expect(script).not.toContain("'/opt/${sanitizedProductName}/${executable}'");
    }
  });

  it('is put there and taken off by the installer of Windows', () => {
    const installer = read('build', 'installer.nsh');
    expect(installer).toMatch(/customInstall\n {2}!insertmacro patchbayPath add\n/);
    expect(installer).toMatch(/customUnInstall\n {2}!insertmacro patchbayPath remove\n/);
    expect(installer).toContain(String.raw`$INSTDIR\resources\windows\user-path.ps1`);
    const script = read('build', 'bin', 'patchbay.cmd');
    expect(script).toContain('"%~dp0..\\..\\Patchbay.exe" "%~dp0..\\app.asar\\out\\main\\cli.js" %*');
    expect(script.split('\n').every((line) => line === '' || line.endsWith('\r'))).toBe(true);
  });
});

describe('the workflows', () => {
  it.each(['ubuntu-latest', 'macos-latest', 'windows-latest'])('check and build on %s', (system) => {
    expect(check).toContain(system);
    expect(release).toContain(system);
  });

  it('test, drive the app, sign, start what was built, and publish what a person has seen', () => {
    expect(check).toMatch(/npm test\n[^]*install-electron\n[^]*vitest run --project electron\n/);
    expect(release).toMatch(
      /uses: \.\/\.github\/workflows\/check\.yml[^]*CSC_LINK[^]*npm run dist -- --publish never\n[^]*scripts\/smoke\.ts[^]*--draft/,
    );
  });

  it('run only scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Record<string, string> };
    for (const [, name = ''] of `${check}${release}`.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts).toHaveProperty(name);
    const files = globSync('scripts/*.ts', { cwd: projectRoot }).map((file) => path.basename(file));
    for (const [, file] of release.matchAll(/node scripts\/([\w.-]+)/g)) expect(files).toContain(file);
  });

  it('may write nothing but the release', () => {
    for (const workflow of [check, release]) expect(workflow).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(release.match(/contents: write/g)).toHaveLength(1);
  });
});
