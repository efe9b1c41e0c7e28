// The launch marker in environments: whose process it is that carries one.
import { launchMarker } from '../environment.ts';

/**
 * Set by desktops for a program that they open, and never by us: a browser that was opened for a login carries our mark,
 * too, and belongs to the person in front of it.
 */
const desktopVariables = ['GIO_LAUNCHED_DESKTOP_FILE', 'XDG_ACTIVATION_TOKEN', 'DESKTOP_STARTUP_ID'];

/** The launch that a process with this environment came from; null for none, and for what a desktop opened. */
export function launchOf(environment: string): string | null {
  // Nearly all processes of a machine end here.
  if (!environment.includes(`${launchMarker}=`)) return null;
  const variables = environment.split('\0');
  const valueOf = (name: string): string | null =>
    variables.find((variable) => variable.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
  return desktopVariables.some((name) => valueOf(name) !== null) ? null : valueOf(launchMarker);
}

/** A Patchbay that a server of an earlier one has started carries that one's mark, and must not end itself. */
export function isOwn(pid: number): boolean {
  return pid === process.pid || pid === process.ppid;
}
