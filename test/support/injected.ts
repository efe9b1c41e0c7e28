// Code that runs in Patchbay's own process, for what no door of it can bring about: mistakes, disks that hang.

/** The environment that loads a module before the program; its servers do not get the variable. */
export function injected(code: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
