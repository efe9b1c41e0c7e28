// The words that descriptions of routes share: answers as JSON, and the forms in which the gateway refuses.
import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { errorTable, type ErrorCode } from '../../../shared/errors.ts';

const codes = Object.keys(errorTable) as ErrorCode[];

export const errorCode = z.enum(codes).meta({
  id: 'ErrorCode',
  description: Object.entries(errorTable)
    .map(([code, { status, meaning }]) => `- \`${code}\` (${status}): ${meaning}`)
    .join('\n'),
});

/** What most routes answer when something is wrong. */
export const failure = z
  .object({
    error: z.object({
      code: errorCode,
      message: z.string().describe('What was wrong, and with what.'),
      expected: z.string().optional().describe('What to do about it.'),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: 'Failure', description: 'What was wrong, with what, and what to do about it.' });

/** A failure in the form of JSON-RPC, of a request that was not looked at or could not be told from others. */
export const rpcFailure = z
  .object({
    jsonrpc: z.literal('2.0'),
    id: z.null(),
    error: z.object({
      code: z.int(),
      message: z.string(),
      data: z.looseObject({ code: errorCode, expected: z.string().optional() }).optional(),
    }),
  })
  .meta({ id: 'RpcFailure', description: 'A failure as a JSON-RPC error (JSON-RPC 2.0, section 5.1).' });

/** An answer whose body is JSON. */
export function json(
  description: string,
  schema: z.ZodType,
  headers?: z.ZodObject,
): ZodOpenApiResponseObject {
  const content = { 'application/json': { schema } };
  return headers === undefined ? { description, content } : { description, content, headers };
}

const challenge = z.object({
  'WWW-Authenticate': z.string().optional().describe('RFC 6750, section 3.'),
});
const retryAfter = z.object({
  'Retry-After': z.string().regex(/^\d+$/).optional().describe('Seconds.'),
});

/**
 * What each route may answer before it is asked itself. `own`: the form in which it refuses; the guard of Host and Origin has
 * one form for all, and what is no request is refused as JSON-RPC.
 */
export function refusals(own: z.ZodType) {
  return {
    '403': json(
      'Host or Origin is not allowed, or the token is not good for this.',
      oneOf([own, failure]),
      challenge,
    ),
    '429': json('Too many requests, or too many tokens that are not valid.', own, retryAfter),
    default: json('Anything else that went wrong.', oneOf([own, failure, rpcFailure])),
  };
}

function oneOf(forms: readonly z.ZodType[]): z.ZodType {
  const different = [...new Set(forms)];
  const [first] = different;
  return different.length === 1 && first !== undefined ? first : z.union(different);
}

/** For routes that may want a token. */
export function unauthorized(schema: z.ZodType) {
  return { '401': json('The token is missing or not valid.', schema, challenge) };
}
