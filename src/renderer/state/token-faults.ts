// Where a failed call about tokens is shown: at the field that the core names, or under the form.
import type { ErrorView } from '../../shared/errors.ts';
import type { Messages } from '../messages/messages.ts';

export type TokenField = 'name' | 'expires' | 'scopes';

export interface TokenFault {
  /** null: of no field alone. */
  readonly field: TokenField | null;
  readonly text: string;
}

const fields: readonly TokenField[] = ['name', 'expires', 'scopes'];

/** The fault in an answer of the core. */
export function faultOf(error: ErrorView, messages: Messages): TokenFault {
  const { details } = error;
  const { message, expected } = messages.server.problem(error);
  const path = details?.['field'];
  const named = typeof path === 'string' ? path.split('.')[0] : undefined;
  const field = fields.find((one) => one === named) ?? null;
  const reason = details?.['reason'];
  if (field !== null && typeof reason === 'string') return { field, text: sentence(reason) };
  return { field, text: expected === undefined ? message : `${message} ${expected}` };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
