// `GET /openapi.json`: every route of this port but MCP, in OpenAPI 3.1. Made when it is first asked for, and again only when
// other routes want a token.
import type { FastifyInstance } from 'fastify';
import type { DescriptionSource } from './describe.ts';

export function registerOpenApiRoute(app: FastifyInstance, source: DescriptionSource): void {
  const made = new Map<string, string>();
  app.get('/openapi.json', async (_request, reply) => {
    const { gate } = source;
    const uses = `${gate.tokenUse('mcp')} ${gate.tokenUse('registration')}`;
    const { describeGateway } = await import('./describe.ts');
    const text = made.get(uses) ?? describeGateway(source);
    made.set(uses, text);
    return reply.type('application/json').send(text);
  });
}
