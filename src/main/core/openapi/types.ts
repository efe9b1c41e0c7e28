// What a family of routes says of itself: one table beside its routes. Tables are loaded when somebody asks for the
// description, so the routes themselves take only types from them.
import type { ZodOpenApiOperationObject } from 'zod-openapi';

export interface DescribedRoute {
  readonly method: 'get' | 'post' | 'options';
  /** As Fastify is told them; those after the first are other names for it. */
  readonly urls: readonly [string, ...string[]];
  readonly operation: ZodOpenApiOperationObject;
}

/** Whether a route wants a token at this moment; `read`: it takes one that is shown, and wants none. */
export type TokenUse = 'needed' | 'read' | 'unread';
