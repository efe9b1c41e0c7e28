// Links and addresses of strangers: what is read, and what is refused.
import { describe, expect, it } from 'vitest';
import { parseAddLink } from '../../../src/main/core/offers/add-link.ts';
import { checkedUrl } from '../../../src/main/core/offers/checked-url.ts';

describe('a link', () => {
  it.each([
    [
      'patchbay://add?name=a&command=npx&arg=-y&arg=b%20c&env=K=v=w',
      { name: 'a', entry: { command: 'npx', args: ['-y', 'b c'], env: { K: 'v=w' } } },
    ],
    [
      'patchbay://add?name=a&url=https%3A%2F%2Fx%2Fmcp&header=X=1',
      { name: 'a', entry: { url: 'https://x/mcp', headers: { X: '1' } } },
    ],
    [
      'patchbay://add/?name=a&url=https://x&header=X=${HOME}',
      { name: 'a', entry: { url: 'https://x', headers: { X: '$${HOME}' } } },
    ],
    ['PATCHBAY://add?from=https://x/server.json', { fetches: 'https://x/server.json' }],
  ])('%s is read', (link, expected) => {
    expect(parseAddLink(link)).toEqual(expected);
  });

  it.each([
    ['patchbay://remove?name=a', 'asks for "remove"'],
    ['patchbay://add', 'holds no name'],
    ['patchbay://add?name=a', 'is no server'],
    ['patchbay://add?name=a&command=x&url=https://y', 'is no server'],
    ['patchbay://add?name=a&command=x&consent=yes', 'holds "consent"'],
    ['patchbay://add?name=a&name=b&command=x', 'holds "name" twice'],
    ['patchbay://add?name=a&command=x&env=K', 'holds a "env" that is no NAME=VALUE'],
    ['patchbay://add?from=https://x&name=a', 'holds more than "from"'],
    ['patchbay://add?from=/home/ada/Downloads/x.mcpb', 'is no address'],
    ['patchbay://add?from=%5C%5Cevil%5Cshare%5Cx.mcpb', 'is no address'],
    ['patchbay://add?from=C:%5Cx.mcpb', 'is not https'],
    ['patchbay://add?from=file:///etc/passwd', 'is not https'],
    ['patchbay://add?from=patchbay://add?name=a', 'is not https'],
    [`patchbay://add?name=${'a'.repeat(9000)}`, 'characters'],
    ['other://add?name=a', 'is none of Patchbay'],
  ])('%s is refused', (link, reason) => {
    expect(() => parseAddLink(link)).toThrow(reason);
  });
});

describe('an address to fetch from', () => {
  const from = new URL('https://example.com/a');
  it.each([
    ['http://example.com/x', null, 'is not https'],
    ['ftp://example.com/x', null, 'is not https'],
    ['file:///etc/passwd', null, 'is not https'],
    ['https://user:pw@example.com/', null, 'holds credentials'],
    ['https://169.254.169.254/latest', null, 'never called'],
    ['http://127.0.0.1:3005/api', from, 'leads back to this machine'],
    ['https://[::1]/x', from, 'leads back to this machine'],
    ['nonsense', null, 'is no address'],
  ])('%s is refused', (text, base, reason) => {
    expect(() => checkedUrl(text, base)).toThrow(reason);
  });

  it('may be https anywhere, http on this machine, and relative in a redirect', () => {
    expect(checkedUrl('https://example.com/x', null).href).toBe('https://example.com/x');
    expect(checkedUrl('http://localhost:1/x', null).href).toBe('http://localhost:1/x');
    expect(checkedUrl('/b', from).href).toBe('https://example.com/b');
  });
});
