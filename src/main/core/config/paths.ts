// Paths as people write them in config.json, made ready for use. Pure; whether anything is there is not asked.
import path from 'node:path';

export interface PathContext {
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** The configuration file's folder: where relative paths start. */
  readonly baseDir: string;
}

/** With a leading `~/` replaced by the home folder; anything else as it is. */
export function homeExpanded(text: string, context: Omit<PathContext, 'baseDir'>): string {
  const beginsAtHome =
    text === '~' || text.startsWith('~/') || (context.platform === 'win32' && text.startsWith('~\\'));
  return beginsAtHome ? pathOf(context).join(context.homeDir, text.slice(1)) : text;
}

/** The whole path. */
export function absolutePath(text: string, context: PathContext): string {
  return pathOf(context).resolve(context.baseDir, homeExpanded(text, context));
}

function pathOf({ platform }: Pick<PathContext, 'platform'>): typeof path.posix {
  return platform === 'win32' ? path.win32 : path.posix;
}
