// Request bodies as JSON: an empty one is an empty input, a broken one is told where it breaks.
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../shared/errors.ts';

/** Makes application/json the only content type that is read. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.trim() === '') return done(null, {});
    return parse(request, body, (error, value) => {
      if (error === null) done(null, value);
      else done(new AppError('BAD_REQUEST', `The input is not valid JSON: ${faultOf(body)}.`));
    });
  });
}

function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return 'a key in it is not allowed (__proto__, constructor.prototype)';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
