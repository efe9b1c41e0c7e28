// Every error that Patchbay tells a person or a program about: one class, one table of codes.
// HTTP answers, JSON-RPC errors and exit statuses are made from it elsewhere, in one place each.

/** For each code: the HTTP status of an answer that carries it, and what the code means, in a sentence. */
export const errorTable = {
  BAD_REQUEST: { status: 400, meaning: 'The request is malformed.' },
  CONFIG_INVALID: { status: 400, meaning: 'The configuration file or a part of it is not valid.' },
  CONFIG_VARIABLE_MISSING: { status: 409, meaning: 'A variable used in the configuration is not set.' },
  NAME_IMITATES: { status: 400, meaning: 'The name is easily taken for that of another server.' },
  CONSENT_NEEDED: { status: 409, meaning: 'A person has to agree to this very command first.' },
  CONFIG_CHANGED: { status: 409, meaning: 'The configuration file is not what it was when it was read.' },
  CONFIG_VERSION_UNKNOWN: { status: 404, meaning: 'No version of the configuration file has this id.' },
  CONFIG_WRITE_FAILED: { status: 500, meaning: 'The configuration file could not be written.' },
  UNAUTHORIZED: { status: 401, meaning: 'The token is missing or not valid.' },
  INSUFFICIENT_SCOPE: { status: 403, meaning: 'The token is good, but not for this.' },
  FORBIDDEN_HOST: { status: 403, meaning: 'The Host header does not name this gateway.' },
  FORBIDDEN_ORIGIN: { status: 403, meaning: 'The Origin header names a site that is not allowed.' },
  TOO_MANY_REQUESTS: { status: 429, meaning: 'Somebody asks, or tries tokens, more often than is allowed.' },
  NOT_FOUND: { status: 404, meaning: 'There is nothing at this address.' },
  SERVER_UNKNOWN: { status: 404, meaning: 'No server has this name.' },
  SERVER_EXISTS: { status: 409, meaning: 'A server of this name exists already.' },
  SERVER_DISABLED: { status: 409, meaning: 'The server is disabled.' },
  SERVERS_PAUSED: { status: 503, meaning: 'All servers are paused.' },
  SERVER_FAILED: { status: 502, meaning: 'The server could not be started or reached.' },
  SERVER_OFFLINE: { status: 503, meaning: 'The server registered itself, and is not there at the moment.' },
  SERVER_EXITED: { status: 502, meaning: 'The server ended while it was needed.' },
  SERVER_TIMEOUT: { status: 504, meaning: 'The server did not answer in time.' },
  SESSION_UNKNOWN: { status: 404, meaning: 'No session has this id.' },
  GATEWAY_STOPPING: { status: 503, meaning: 'Patchbay is stopping.' },
  CALL_INTERRUPTED: {
    status: 503,
    meaning: 'The call ended without an answer, as Patchbay was started anew.',
  },
  CALL_UNKNOWN: { status: 404, meaning: 'No recorded call has this number.' },
  TOOL_UNKNOWN: { status: 404, meaning: 'No tool has this name.' },
  TOOL_DENIED: { status: 403, meaning: 'The configuration does not allow this tool.' },
  LIMIT_REACHED: { status: 503, meaning: 'A configured limit is reached.' },
  MESSAGE_TOO_LARGE: { status: 413, meaning: 'The message is larger than the configured limit.' },
  OFFER_UNUSABLE: { status: 400, meaning: 'The file or link does not describe a server that can be added.' },
  CLIENT_UNKNOWN: { status: 404, meaning: 'Patchbay knows no client of this name.' },
  CLIENT_FILE_UNUSABLE: { status: 409, meaning: 'The file of a client cannot be read or changed.' },
  CLIENT_FILE_CHANGED: { status: 409, meaning: 'The file of a client is not what it was.' },
  TOKEN_UNKNOWN: { status: 404, meaning: 'No token has this id.' },
  SECRET_UNKNOWN: { status: 404, meaning: 'No secret has this name.' },
  SECRET_UNUSABLE: { status: 500, meaning: 'The secret that tokens are signed with cannot be used.' },
  TLS_UNUSABLE: { status: 500, meaning: 'A certificate or key cannot be used.' },
  PORT_TAKEN: { status: 500, meaning: 'The port is used by another program.' },
  LOGIN_ITEM_UNUSABLE: { status: 409, meaning: 'The start at login cannot be switched.' },
  DATA_DIR_IN_USE: { status: 409, meaning: 'Another Patchbay runs on this data folder.' },
  DATA_DIR_UNUSABLE: { status: 500, meaning: 'The data folder cannot be used.' },
  STORE_TOO_NEW: { status: 500, meaning: 'The registry file is of a newer version of Patchbay.' },
  STORE_WRITE_FAILED: { status: 503, meaning: 'The registry file could not be written.' },
  REGISTRATION_INVALID: { status: 400, meaning: 'A registration has a field that is not valid.' },
  REGISTRATION_DISABLED: { status: 403, meaning: 'Servers may not announce themselves.' },
  NOT_REGISTERED: { status: 404, meaning: 'Nothing is registered under this key or URL.' },
  NOT_RUNNING: { status: 503, meaning: 'No Patchbay runs on this data folder.' },
  UPSTREAM_ERROR: { status: 502, meaning: 'The server answered with an error.' },
  INTERNAL: { status: 500, meaning: 'Patchbay itself made a mistake.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ErrorCode = keyof typeof errorTable;

export interface AppErrorOptions {
  /** Machine-readable particulars. Never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** What would have been accepted, or what to do: a sentence that follows the message. */
  readonly expected?: string;
}

/** The one error class. `message` says what was wrong and with what; `expected` what to do about it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly expected: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
    this.expected = options.expected;
  }
}

/** The form in which an error crosses a process or network border. */
export interface ErrorView {
  readonly code: ErrorCode;
  readonly message: string;
  readonly expected?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Any thrown value as an AppError; what is not one already becomes `INTERNAL` with its message. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('INTERNAL', message, { cause: error });
}

/** The wire form of any thrown value. Causes and stacks stay behind. */
export function toErrorView(error: unknown): ErrorView {
  const { code, message, expected, details } = toAppError(error);
  return {
    code,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** The AppError behind a wire form. */
export function fromErrorView(view: ErrorView): AppError {
  return new AppError(view.code, view.message, {
    ...(view.expected === undefined ? {} : { expected: view.expected }),
    ...(view.details === undefined ? {} : { details: view.details }),
  });
}

/** Message and advice as one line for people. */
export function describeError(error: unknown): string {
  const { message, expected } = toAppError(error);
  return expected === undefined ? message : `${message} ${expected}`;
}

/** The same of an error that crossed a border; null for none. */
export function describeView(view: ErrorView | null): string | null {
  return view === null ? null : describeError(fromErrorView(view));
}
