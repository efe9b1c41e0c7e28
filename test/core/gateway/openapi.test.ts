// The description of the gateway's port: of all routes there are and no others, valid, and true about tokens.
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { anybody } from '../../../src/main/core/auth/token-gate.ts';
import { callerGate } from '../../../src/main/core/gateway/caller-gate.ts';
import { ownCommands } from '../../../src/main/core/own-commands/commands.ts';
import { Described, operationsOf, type OpenApi } from '../../support/described.ts';
import { gatewayStage } from '../../support/gateway-stage.ts';
import { send } from '../../support/raw-mcp.ts';

/** Which the specification of MCP describes. */
const ofMcp = new Set(['/mcp', '/mcp/:server', '/sse', '/messages', '/mcp/:server/messages']);
const metrics = { text: () => Promise.resolve({ contentType: 'text/plain', text: '' }) };

async function described(options: Parameters<typeof gatewayStage>[0] = { metrics }) {
  const { port, gateway } = await gatewayStage(options);
  const answer = await send('GET', `http://127.0.0.1:${port}/openapi.json`);
  expect(answer.status).toBe(200);
  return { document: answer.json() as OpenApi, routes: gateway.routes };
}

it('is of every route but those of MCP, and of no other', async () => {
  const { document, routes } = await described();
  const there = routes
    .filter(({ url }) => !ofMcp.has(url))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
  expect(there.length).toBeGreaterThan(30);
  expect([...operationsOf(document).keys()].toSorted()).toEqual(there.toSorted());
});

it('leaves out what is not there', async () => {
  const { document } = await described({});
  expect(document.paths).not.toHaveProperty('/metrics');
});

it('is OpenAPI 3.1 by the official schema, and each schema in it is JSON Schema', async () => {
  const { document } = await described();
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  expect(document.openapi).toBe('3.1.1');
  const all = new Described(document);
  const schemas = Object.values(document.components.schemas);
  expect(schemas.length).toBeGreaterThan(20);
  for (const schema of schemas) all.faults(schema as Record<string, unknown>, {});
});

it('says of each request what it is for and what a failure looks like', async () => {
  const { document } = await described();
  const operations = [...operationsOf(document)];
  const ids = operations.flatMap(([, { operationId = [] }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [name, { summary, responses }] of operations) {
    expect([name, summary]).toEqual([name, expect.stringMatching(/^[A-Z].+\.$/)]);
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['403', '429', 'default'])]);
    const placeholders = [...name.matchAll(/\{(\w+)\}/g)].map(([, placeholder]) => placeholder);
    const { parameters = [] } = (document.paths[name.split(' ')[1] ?? '']?.[
      name.split(' ')[0]?.toLowerCase() ?? ''
    ] ?? {}) as { parameters?: { in: string; name: string }[] };
    expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(placeholders);
  }
});

it('has the request and the answer of each command', async () => {
  const { document } = await described();
  const names = Object.keys(ownCommands()).map((name) =>
    name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  const { schemas } = document.components;
  for (const name of names) {
    expect(schemas).toHaveProperty(`${name}Request`);
    expect(schemas).toHaveProperty(`${name}Answer`);
  }
});

it('has the refusal of those who ask too often, in the form of each route', async () => {
  const { port } = await gatewayStage({
    metrics,
    rateLimit: () => ({ perMinute: 1, countsMessages: true }),
  });
  const root = `http://127.0.0.1:${port}`;
  const document = (await send('GET', `${root}/openapi.json`)).json() as OpenApi;
  const all = new Described(document);
  for (const name of operationsOf(document).keys()) {
    const [method, path = ''] = name.split(' ');
    const answer = await send(method as 'GET' | 'POST' | 'OPTIONS', root + path.replace(/\{\w+\}/, 'x'));
    expect([name, answer.status]).toEqual([name, 429]);
    all.requireAnnounced(name, answer);
  }
});

describe('which requests want a token', () => {
  const open: readonly unknown[] = [];
  const may = [{}, { token: [] }];
  it.each([
    ['nobody needs one', false, false, open, open, open],
    ['one is needed', true, false, [{ token: ['registry'] }], [{ token: ['metrics'] }], may],
    ['and for registering', true, true, [{ token: ['registry'] }], [{ token: ['metrics'] }], 'registry'],
    ['one is needed for registering alone', false, true, open, open, 'registry'],
  ])('where %s', async (_, needed, registrationNeeds, command, numbers, registering) => {
    const gate = callerGate({
      tokens: { check: () => anybody, known: () => anybody },
      anybody,
      needsToken: () => needed,
      registrationNeedsToken: () => registrationNeeds,
    });
    const { document } = await described({ metrics, callers: { gate, isNamed: () => true } });
    const of = (name: string): unknown => operationsOf(document).get(name)?.security;
    expect(of('GET /health')).toEqual([]);
    expect(of('OPTIONS /register')).toEqual([]);
    expect(of('POST /cmd')).toEqual(command);
    expect(of('GET /metrics')).toEqual(numbers);
    const wanted = registering === 'registry' ? [{ token: ['registry'] }] : registering;
    for (const name of ['POST /register', 'GET /servers', 'POST /proxy/heartbeat'])
      expect(of(name)).toEqual(wanted);
  });

  it('follows the configuration', async () => {
    let needsToken = false;
    const gate = callerGate({
      tokens: { check: () => anybody, known: () => anybody },
      anybody,
      needsToken: () => needsToken,
      registrationNeedsToken: () => false,
    });
    const { port } = await gatewayStage({ callers: { gate, isNamed: () => true } });
    const ofCommands = async (): Promise<unknown> => {
      const answer = await send('GET', `http://127.0.0.1:${port}/openapi.json`);
      return operationsOf(answer.json() as OpenApi).get('POST /cmd')?.security;
    };
    expect(await ofCommands()).toEqual([]);
    needsToken = true;
    expect(await ofCommands()).toEqual([{ token: ['registry'] }]);
    needsToken = false;
    expect(await ofCommands()).toEqual([]);
  });
});
