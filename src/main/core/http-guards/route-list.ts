// Which routes a Fastify instance has, as it was told them: for those who must treat every one alike, and forget none.
import type { FastifyInstance } from 'fastify';

export interface NamedRoute {
  readonly method: string;
  /** With its parameters, such as `/mcp/:server`. */
  readonly url: string;
}

/** Grows with each route that is added from now on. */
export function listRoutes(app: FastifyInstance): readonly NamedRoute[] {
  const routes: NamedRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url });
  });
  return routes;
}
