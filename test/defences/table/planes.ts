// The two planes, and other users of the machine.
import type { Defence } from '../defence.ts';

export const planes: readonly Defence[] = [
  {
    against: 'calls of the console with tokens of the gateway',
    off: [
      {
        file: 'console/authenticate.ts',
        text: 'if (given !== undefined && sameSecret(given, parts.token)) return',
        by: 'if (given !== undefined) return',
      },
    ],
    tests: [
      {
        file: 'integration/tokens/gateway.test.ts',
        names: ['takes no token of the gateway, nor the gateway the console’s'],
      },
    ],
  },
  {
    against: 'login links that are used twice',
    off: [{ file: 'console/login-sessions.ts', text: '      codes.delete(key);\n', by: '' }],
    tests: [
      {
        file: 'core/console/access.test.ts',
        names: ['a login link opens a session, once'],
        rows: ['opens a session, once'],
      },
    ],
  },
  {
    against: 'commands that nobody has said yes to',
    off: [
      {
        file: 'consent/consents.ts',
        text: "if (asked.take(consent ?? '') === digest) return;",
        by: "if (asked.take(consent ?? '') === digest || names !== null) return;",
      },
    ],
    tests: [
      {
        file: 'integration/cli/consent.test.ts',
        names: ['adds a command only with the consent that was shown for it'],
      },
    ],
  },
  {
    against: 'another user who connects without a token',
    off: [
      {
        file: 'gateway/route-needs.ts',
        text: "return named.get(route) ?? 'mcp';",
        by: "return named.get(route) ?? 'nothing';",
      },
    ],
    tests: [
      {
        file: 'integration/attacks/second-user.test.ts',
        names: ['reads nothing, ends nothing, and is let in nowhere'],
      },
      {
        file: 'integration/tokens/gateway.test.ts',
        names: ['without a token POST /mcp is 401'],
        rows: ["['POST', '/mcp']"],
      },
    ],
  },
  {
    against: 'another user who registers a server',
    off: [
      {
        file: 'registry/http/routes.ts',
        text: "if (peer === 'ours' || peer === 'unknown') return address;",
        by: 'if (peer !== null) return address;',
      },
    ],
    tests: [
      {
        file: 'integration/attacks/second-user.test.ts',
        names: ['reads nothing, ends nothing, and is let in nowhere'],
      },
    ],
  },
  {
    against: 'another user who reads files',
    off: [
      {
        file: 'data-folder/private-folder.ts',
        text: '(found.mode & forOthers) === 0) continue;',
        by: 'found.mode > 0) continue;',
      },
    ],
    tests: [
      {
        file: 'integration/attacks/second-user.test.ts',
        names: ['is private, also after it was opened to others and written again'],
      },
    ],
  },
  {
    against: 'a gateway that is open to the network',
    off: [
      {
        file: 'gateway/safe-place.ts',
        text: "if (auth === 'token' || isSafeOpen(host, tls)) return;",
        by: 'if (auth !== undefined) return;',
      },
    ],
    tests: [{ file: 'integration/tokens/places.test.ts', names: ['is not listened at without'] }],
  },
  {
    against: 'clients without a good certificate',
    off: [
      {
        file: 'gateway/secure-server.ts',
        text: 'return socket.authorized && socket.getPeerX509Certificate() !== undefined;',
        by: 'return socket.encrypted;',
      },
    ],
    tests: [
      {
        file: 'integration/tls/clients.test.ts',
        names: ['refuses a client with no certificate', 'refuses a client that resumes a session'],
        rows: ["['no certificate'", 'refuses a client that resumes a session'],
      },
    ],
  },
  {
    against: 'servers that take a name like another’s',
    off: [
      {
        file: 'src/shared/imitation.ts',
        text: 'if (nameSkeleton(other) === skeleton) {',
        by: 'if (nameSkeleton(other) === null) {',
      },
    ],
    tests: [{ file: 'integration/registrations/imitation.test.ts', names: ['refuses an id that imitates'] }],
  },
];
