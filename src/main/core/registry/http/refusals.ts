// How registrations are refused: the bodies that clients in the field read, `error` always being a text (S0.1).
import type { FastifyError, FastifyReply } from 'fastify';
import { AppError, describeError, errorTable, toAppError } from '../../../../shared/errors.ts';
import type { Logger } from '../../ports.ts';
import { fieldFault } from '../faults.ts';

export const maxBodyBytes = 64 * 1024;

/** The answer to anything thrown on the way. What is not expected is logged. */
export function sendRefusal(reply: FastifyReply, thrown: unknown, logger: Logger): void {
  const error = toAppError(thrown);
  const { status } = errorTable[error.code];
  const text = describeError(error);
  if (error.code === 'INTERNAL') logger.error(`A registration failed: ${text}`);
  else if (status >= 500) logger.warn(`A registration was refused. ${text}`);
  else logger.debug(`A registration was refused. ${text}`);
  const { field } = error.details;
  void reply.code(status).send({
    success: false,
    error: text,
    error_code: error.code === 'REGISTRATION_INVALID' ? 'REGISTRATION_ERROR' : error.code,
    ...(field === undefined ? {} : { field }),
  });
}

/** A failure of Fastify's own as an AppError; only bodies can be at fault here. */
export function bodyFault(error: FastifyError | AppError): unknown {
  if (error instanceof AppError) return error;
  const accepted = `a JSON object of at most ${maxBodyBytes} bytes`;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return fieldFault('body', `is larger than ${maxBodyBytes} bytes`, accepted);
  }
  if ((error.statusCode ?? 500) >= 500) return error;
  return fieldFault('body', `cannot be read: ${error.message}`, accepted);
}
