// What the bad servers answer well: how they are opened, and what they have.
export interface Request {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: {
    readonly protocolVersion?: string;
    readonly token?: unknown;
    readonly arguments?: { readonly token?: unknown };
  };
}

const tools = [{ name: 'echo', inputSchema: { type: 'object' } }];
const capabilities = {
  tools: { listChanged: true },
  logging: {},
  resources: { subscribe: true },
};
const complete = { resultType: 'complete', ttlMs: 60_000, cacheScope: 'private' };

/** Of anything but a tool call; undefined: there is no such method. */
export function resultOf({ method, params }: Request, name: string, isModern: boolean): object | undefined {
  const serverInfo = { name, version: '1' };
  const more = isModern ? complete : {};
  switch (method) {
    case 'tools/list':
      return { ...more, tools };
    case 'resources/list':
      return { ...more, resources: [] };
    case 'resources/templates/list':
      return { ...more, resourceTemplates: [] };
    case 'server/discover':
      if (!isModern) return undefined;
      return { ...complete, supportedVersions: ['2026-07-28'], capabilities, serverInfo };
    case 'initialize':
      if (isModern) return undefined;
      return { protocolVersion: params?.protocolVersion ?? '2025-11-25', capabilities, serverInfo };
    case 'ping':
    case 'logging/setLevel':
      return isModern ? undefined : {};
    default:
      return undefined;
  }
}

export function answerTo(request: Request, name: string, isModern: boolean): string {
  const result = resultOf(request, name, isModern);
  const rest = result === undefined ? { error: { code: -32_601, message: 'Method not found' } } : { result };
  return JSON.stringify({ jsonrpc: '2.0', id: request.id, ...rest });
}

/** The token of a tool call. */
export function tokenIn({ params }: Request): string {
  return String(params?.arguments?.token ?? params?.token);
}
