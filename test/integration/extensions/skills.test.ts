// The skills of two servers that have the same ones, on `/mcp`, with the official client in both eras: each is listed, got,
// read and verified as its own.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allListed } from '../../support/all-listed.ts';
import { stdioConformanceServer } from '../../support/conformance-server.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: { one: stdioConformanceServer('modern'), two: stdioConformanceServer('legacy') },
}));

const modes = { legacy: 'legacy', modern: { pin: '2026-07-28' } } as const;

describe.each(['legacy', 'modern'] as const)('a %s client of skills', (era) => {
  const connect = async () => {
    const client = new Client(
      { name: 'skills', version: '1' },
      { versionNegotiation: { mode: modes[era] }, capabilities: {} },
    );
    await client.connect(new StreamableHTTPClientTransport(patchbay().endpoint()));
    onTestFinished(() => client.close());
    return new SkillsClient(client);
  };

  const connectWhenListed = async () => {
    await allListed(patchbay());
    return connect();
  };

  it('sees those of all servers, each once', async () => {
    const skills = await connectWhenListed();
    expect([skills.supported, skills.directoryRead]).toEqual([true, true]);
    expect((await skills.list()).skills.map(({ uri }) => uri).toSorted()).toEqual([
      'patchbay://two/skill://count-words/SKILL.md',
      'patchbay://two/skill://tidy-notes/SKILL.md',
      'skill://count-words/SKILL.md',
      'skill://tidy-notes/SKILL.md',
    ]);
  });

  it('gets, reads and verifies each with all its files', async () => {
    const skills = await connectWhenListed();
    for (const listed of (await skills.list()).skills) {
      const { skill } = await skills.get(listed.uri);
      expect(skill).toEqual(listed);
      const manifest = await skills.read(skill);
      expect(manifest).toMatchObject({ verified: true, frontmatter: { name: skill.frontmatter.name } });
      const files = skill.resources === 'dynamic' ? [] : skill.resources;
      expect(files).toHaveLength(2);
      for (const { uri } of files)
        expect(await skills.read(skill, uri)).toMatchObject({ uri, verified: true });
    }
  });

  it('looks into their folders', async () => {
    const skills = await connectWhenListed();
    for (const root of ['skill://tidy-notes', 'patchbay://two/skill://tidy-notes']) {
      const { resources } = await skills.readDirectory(root);
      expect(resources.map(({ uri }) => uri).toSorted()).toEqual([`${root}/SKILL.md`, `${root}/references`]);
    }
  });

  it('hears of a skill that nobody has', async () => {
    const skills = await connectWhenListed();
    await expect(skills.get('skill://nobody/SKILL.md')).rejects.toMatchObject({ code: -32_602 });
  });
});
