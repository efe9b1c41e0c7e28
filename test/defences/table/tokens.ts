// Tokens, and what belongs to them.
import type { Defence } from '../defence.ts';

const unverified = `await ((text: string, ..._rest: unknown[]) => Promise.resolve({
        payload: JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload,
      }))(token, key.secret, {`;

const gate = 'core/auth/token-gate.test.ts';
const gateway = 'integration/tokens/gateway.test.ts';

export const tokens: readonly Defence[] = [
  {
    against: 'tokens that are forged, of algorithm none, or confused (RS256 for HS256)',
    off: [{ file: 'auth/jwt.ts', text: 'await jwtVerify(token, key.secret, {', by: unverified }],
    tests: [
      {
        file: gateway,
        names: [
          'a token of somebody who has the secret that is forged is 401',
          'a token of somebody who has the secret that is of algorithm none is 401',
        ],
        rows: ["['is forged'", "['is of algorithm none'"],
      },
      {
        file: gate,
        names: [
          'a forged token with another secret does not count',
          'a forged token with algorithm none does not count',
          'a forged token with an RSA signature does not count, nor one by HMAC with a public key',
        ],
        rows: ["['another secret'", "'algorithm none'", 'with an RSA signature does not count'],
      },
    ],
  },
  {
    against: 'tokens of another algorithm, though the secret is right',
    off: [{ file: 'auth/jwt.ts', text: "algorithms: ['HS256'],", by: "algorithms: ['HS256', 'HS512']," }],
    tests: [
      {
        file: 'integration/tokens/places.test.ts',
        names: ['what is not quite a token of HS512 with the right secret is 401'],
        rows: ["'of HS512 with the right secret'"],
      },
    ],
  },
  {
    against: 'expired tokens',
    off: [
      { file: 'auth/jwt.ts', text: 'currentDate: new Date(now),', by: 'currentDate: new Date(0),' },
      { file: 'auth/token-gate.ts', text: 'now < expiresAt + clockSkewMs &&', by: 'now > 0 &&' },
    ],
    tests: [
      {
        file: gateway,
        names: ['a token of somebody who has the secret that has expired is 401'],
        rows: ["['has expired'"],
      },
      { file: gate, names: ['counts until its expiry and the skew of clocks after it'] },
    ],
  },
  {
    against: 'tokens of other scopes',
    off: [
      {
        file: 'gateway/token-guard.ts',
        text: 'if (need === null || permissions.has(need)) return;',
        by: 'if (need === null || permissions.size >= 0) return;',
      },
      {
        file: 'gateway/token-guard.ts',
        text: 'access.servers === null || isNamed(server, access.servers)) return;',
        by: 'access.servers === null || isNamed !== null) return;',
      },
    ],
    tests: [
      { file: gateway, names: ['without the scope for MCP is 403'] },
      {
        file: 'integration/tokens/narrowed.test.ts',
        names: [
          'is 403 insufficient_scope for POST /mcp/two',
          'is 403 insufficient_scope for POST /mcp/%74wo',
        ],
        rows: ["['POST', '/mcp/two']", "['POST', '/mcp/%74wo']"],
      },
    ],
  },
  {
    against: 'revoked tokens',
    off: [
      {
        file: 'auth/token-gate.ts',
        text: '(id === null || book.find(id) !== undefined)',
        by: 'book !== null',
      },
    ],
    tests: [{ file: gateway, names: ['is 401 at once, its open streams are cut'] }],
  },
  {
    against: 'stolen session ids',
    off: [
      {
        file: 'relay/sessions.ts',
        text: 'if (session?.target !== target || session.owner !== access.owner) return undefined;',
        by: 'if (session?.target !== target) return undefined;',
      },
    ],
    tests: [
      {
        file: gateway,
        names: ['is the token’s that opened it: with another it is 404 in every way'],
      },
    ],
  },
  {
    against: 'stolen ids of sessions that rest',
    off: [
      {
        file: 'relay/sessions.ts',
        text: 'return record.target === target && record.owner === access.owner\n',
        by: 'return record.target === target\n',
      },
    ],
    tests: [{ file: gateway, names: ['stays its owner’s over a restart'] }],
  },
  {
    against: 'tasks of others',
    off: [
      {
        file: 'relay/owner-guard.ts',
        text: "this.has(owner, 'task', id) !== true))",
        by: "this.has(owner, 'task', id) === null))",
      },
    ],
    tests: [
      {
        file: 'integration/tokens/others-things.test.ts',
        names: [
          'finds no task of 2025-11-25, and lists none',
          'finds no task of the extension',
          'reaches nothing by saying its name beside one of its own',
          'whose a task is outlasts a restart',
        ],
      },
    ],
  },
  {
    against: 'states of others’ calls',
    off: [
      {
        file: 'relay/owner-guard.ts',
        text: "this.has(owner, 'state', state) === false)",
        by: "this.has(owner, 'state', state) === null)",
      },
      {
        file: 'relay/modern/request-digest.ts',
        text: 'inOrder(salient), owner]',
        by: 'inOrder(salient), null]',
      },
    ],
    tests: [
      {
        file: 'integration/tokens/others-things.test.ts',
        names: [
          'cannot go on with the state that a modern server gave for a call',
          'cannot go on with a parked call',
        ],
      },
    ],
  },
  {
    against: 'guessing tokens, and taking more than one’s share',
    off: [
      {
        file: 'http-guards/rate-limits.ts',
        text: 'if (next - now > windowMs && known !== undefined) return',
        by: 'if (next === 0) return',
      },
    ],
    tests: [
      {
        file: 'integration/attacks/greedy-tokens.test.ts',
        names: ['each token has its own requests a minute'],
      },
    ],
  },
];
