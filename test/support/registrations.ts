// Servers as they announce themselves to a running gateway, over HTTP.

export interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** POSTs JSON to a route of the gateway. */
export async function tell(gatewayUrl: string, path: string, body: unknown): Promise<Told> {
  const response = await fetch(`${gatewayUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Registers a server. Resolves with its key. */
export async function announce(gatewayUrl: string, id: string, url: string, more = {}): Promise<string> {
  const { status, body } = await tell(gatewayUrl, '/register', { server_id: id, server_url: url, ...more });
  if (status !== 200) throw new Error(`It was refused with ${status}: ${JSON.stringify(body)}`);
  return String(body['server_key']);
}

/** One entry of the gateway's list. */
export async function registrationAt(
  gatewayUrl: string,
  key: string,
): Promise<Readonly<Record<string, unknown>>> {
  return (await fetch(`${gatewayUrl}/registrations/${key}`)).json() as Promise<Record<string, unknown>>;
}
