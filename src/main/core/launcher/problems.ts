// Why a server does not run, in words: every failure of the launcher is made here.
import { AppError } from '../../../shared/errors.ts';
import type { ExitStatus } from './ports.ts';
import type { LaunchSpec } from './types.ts';

/** `details.reason` of the errors below; for programs, and for deciding whether another attempt makes sense. */
export type ProblemReason =
  | 'command-not-found'
  | 'not-executable'
  | 'interpreter-missing'
  | 'folder-missing'
  | 'spawn-refused'
  | 'out-of-resources'
  | 'exited'
  | 'streams-closed'
  | 'start-timeout'
  | 'stopped';

/** True when the same attempt may succeed a moment later, with nobody mending anything. */
export function isTransient(error: AppError): boolean {
  return error.details['reason'] === ('out-of-resources' satisfies ProblemReason);
}

const transientCodes = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'EBUSY', 'ETXTBSY']);

/** The command is on none of the folders of PATH, or not at its path. */
export function commandNotFound(spec: LaunchSpec, searched: number): AppError {
  const text =
    searched === 0
      ? `"${spec.name}" cannot start: there is no file "${spec.command}".`
      : `"${spec.name}" cannot start: the command "${spec.command}" was not found.`;
  const advice =
    searched === 0
      ? 'Correct "command" in the configuration.'
      : `Install it, or write its full path as "command"; ${searched} folders of PATH were searched.`;
  return failure('command-not-found', spec, text, advice, { command: spec.command, searched });
}

export function notExecutable(spec: LaunchSpec, file: string): AppError {
  const text = `"${spec.name}" cannot start: "${file}" may not be executed.`;
  const advice = 'Make the file executable, or name the program that runs it.';
  return failure('not-executable', spec, text, advice, { file });
}

export function interpreterMissing(spec: LaunchSpec, file: string): AppError {
  const text = `"${spec.name}" cannot start: "${file}" is there, but the program that its first line names is not.`;
  const advice = 'Install that program, or name another one as "command".';
  return failure('interpreter-missing', spec, text, advice, { file });
}

export function folderMissing(spec: LaunchSpec, why: string): AppError {
  const text = `"${spec.name}" cannot start: its folder "${spec.cwd ?? ''}" ${why}.`;
  const advice = 'Correct "cwd" in the configuration, or make the folder.';
  return failure('folder-missing', spec, text, advice, { folder: spec.cwd ?? '' });
}

/** Whatever else the operating system says against a start. */
export function spawnRefused(spec: LaunchSpec, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason: ProblemReason = transientCodes.has(code) ? 'out-of-resources' : 'spawn-refused';
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('SERVER_FAILED', `"${spec.name}" cannot start: ${why}.`, {
    details: { server: spec.name, reason, why, ...(code === '' ? {} : { code }) },
    cause,
    expected:
      reason === 'out-of-resources' ? 'It is tried again.' : 'Check "command" and "args" of this server.',
  });
}

/** The child ended although nobody asked it to. `tail`: its last stderr lines. */
export function endedByItself(
  spec: LaunchSpec,
  exit: ExitStatus,
  phase: 'starting' | 'running',
  tail: readonly string[],
): AppError {
  const how = exit.signal === null ? `ended with exit code ${exit.code}` : `was ended by ${exit.signal}`;
  return new AppError(
    'SERVER_EXITED',
    `"${spec.name}" ${how}${phase === 'starting' ? ' while starting' : ''}${lastWords(tail)}.`,
    {
      details: {
        server: spec.name,
        reason: 'exited',
        phase,
        exitCode: exit.code,
        signal: exit.signal,
        stderr: tail,
      },
    },
  );
}

/** The child lived on with its stdout or stdin closed: no message could pass any more. */
export function streamsClosed(spec: LaunchSpec, tail: readonly string[]): AppError {
  return new AppError(
    'SERVER_EXITED',
    `"${spec.name}" closed its standard streams without ending, and was ended${lastWords(tail)}.`,
    { details: { server: spec.name, reason: 'streams-closed', stderr: tail } },
  );
}

/** The last of too many crashes. */
export function tooManyRestarts(problem: AppError, crashes: number): AppError {
  if (crashes <= 1) return problem;
  return new AppError(problem.code, `${problem.message} It ended ${crashes} times in a row.`, {
    details: { ...problem.details, crashes },
    cause: problem,
    ...(problem.expected === undefined ? {} : { expected: problem.expected }),
  });
}

/** It did not become ready. */
export function startTimeout(spec: LaunchSpec, timeoutMs: number, tail: readonly string[]): AppError {
  return new AppError(
    'SERVER_TIMEOUT',
    `"${spec.name}" was not ready ${timeoutMs / 1000} s after its start${lastWords(tail)}.`,
    {
      details: {
        server: spec.name,
        reason: 'start-timeout',
        timeoutSeconds: timeoutMs / 1000,
        stderr: tail,
      },
      expected: 'Check with its command in a terminal whether it is an MCP server on stdio.',
    },
  );
}

/** Someone waited for a start, and a stop came first. */
export function stoppedMeanwhile(spec: LaunchSpec): AppError {
  return new AppError('SERVER_EXITED', `"${spec.name}" was stopped before it was ready.`, {
    details: { server: spec.name, reason: 'stopped' },
  });
}

function failure(
  reason: ProblemReason,
  spec: LaunchSpec,
  message: string,
  expected: string,
  more: Readonly<Record<string, unknown>> = {},
): AppError {
  return new AppError('SERVER_FAILED', message, {
    details: { server: spec.name, reason, ...more },
    expected,
  });
}

function lastWords(tail: readonly string[]): string {
  return tail.length === 0 ? '' : `; it last printed: ${tail.slice(-3).join(' | ')}`;
}

/** Nothing is started in the last moment of this process. */
export function patchbayEnds(spec: LaunchSpec): AppError {
  return failure(
    'stopped',
    spec,
    `"${spec.name}" does not start: Patchbay ends.`,
    'Try again when it runs again.',
  );
}
