// Serves the page's files to the window under app://patchbay/, by exact name, and nothing else.
// Threats it answers: an address that names a file outside of the bundle (names are looked up, never resolved),
// another host of the scheme, script or connections from elsewhere (the policy), content taken for another type.
import { pageContentSecurityPolicy } from '../core/console/csp.ts';
import { readPageFiles } from '../core/console/page-files.ts';
import type { PageFiles } from '../core/console/page-files.ts';
import { pageHost, pageScheme } from './page-address.ts';

/** How Chromium has to treat the scheme; registered before it is ready. */
export const pageSchemePrivileges = {
  scheme: pageScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

/** Answers requests with the files of `directory`; 404 for what is not there, 405 for all but GET and HEAD. */
export function createPageHandler(directory: string): (request: Request) => Promise<Response> {
  let reading: Promise<PageFiles> | null = null;
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405);
    const name = fileName(request.url);
    if (name === null) return answer(404);
    reading ??= readPageFiles(directory);
    const file = (await reading).get(name);
    return file === undefined ? answer(404) : answer(200, Uint8Array.from(file.content), file.type);
  };
}

/** The name below the folder that an address asks for; null when it is not an address of the page. */
function fileName(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== `${pageScheme}:` || url.host !== pageHost) return null;
  return url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
}

function answer(status: number, body: Uint8Array<ArrayBuffer> | null = null, type?: string): Response {
  return new Response(body, {
    status,
    headers: {
      'content-security-policy': pageContentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...(type === undefined ? {} : { 'content-type': type }),
    },
  });
}
