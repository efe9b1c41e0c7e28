// One server as people write it in config.json: its keys, and which of them go together.
// No defaults are filled in, so that an entry can be written back as it came; core/config knows the defaults.
import { z } from 'zod';
import type { FaultReason } from './fault-reasons.ts';
import { serverNameFault } from './names.ts';
import { toolNamePattern } from './tool-name.ts';

export const positiveSeconds = z.number().positive().max(86_400);
/** What a server may be called, for people. */
export const serverNameExpected = 'another name, of 1 to 64 of the characters A-Z a-z 0-9 . _ -';

const stringMap = z.record(z.string(), z.string());

/** Defaults of a server's keys, where the configuration as a whole does not set another. */
export const serverDefaults = { session: 'shared', start: 'lazy', idleMinutes: 10, maxRestarts: 5 } as const;

/** The keys under which programs keep a server's URL. */
export const urlKeys = ['url', 'serverUrl', 'httpUrl'] as const;

/** No two tools can have one name. */
function checkDistinct(rename: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const taken = new Map<string, string>();
  for (const [tool, name] of Object.entries(rename)) {
    const other = taken.get(name);
    if (other === undefined) taken.set(name, tool);
    else
      context.addIssue({
        code: 'custom',
        path: [tool],
        message: `is "${name}", which is the new name of "${other}" too`,
        params: {
          expected: 'a name of its own for each tool',
          reason: { code: 'tool-name-taken', name, other },
        } satisfies FaultParams,
      });
  }
}

const toolRename = z
  .record(
    z.string().min(1).max(256),
    z.string().regex(toolNamePattern, 'must be 1 to 128 of the characters A-Z a-z 0-9 _ . -'),
  )
  .superRefine(checkDistinct);

export const toolRulesSchema = z.strictObject({
  allow: z
    .array(z.string().min(1))
    .optional()
    .describe('Names or patterns with *; when present only these are offered.'),
  deny: z.array(z.string().min(1)).optional().describe('Names or patterns with *; never offered.'),
  rename: toolRename
    .optional()
    .describe('Other names for tools, by the names that the server gives them; no patterns.'),
});

const url = z.string().min(1).optional();

const entryKeys = {
  type: z
    .enum(['stdio', 'http', 'streamable-http', 'streamableHttp', 'sse'])
    .optional()
    .describe('Default: stdio with a command, http with a URL.'),
  command: z
    .string()
    .min(1)
    .optional()
    .describe('Program to run; looked up on PATH. ${VAR} and a leading ~/ are expanded.'),
  args: z
    .array(z.string())
    .optional()
    .meta({ default: [] })
    .describe('Arguments of the command. ${VAR} is expanded.'),
  env: stringMap
    .optional()
    .meta({ default: {} })
    .describe('Variables of the child, besides the safe ones it inherits. ${VAR} is expanded.'),
  cwd: z
    .string()
    .min(1)
    .optional()
    .describe('Folder the command runs in; a relative one starts at the folder of this file.'),
  session: z
    .enum(['shared', 'isolated'])
    .optional()
    .meta({ default: serverDefaults.session })
    .describe('One child for all, or one per client session.'),
  start: z
    .enum(['lazy', 'eager'])
    .optional()
    .meta({ default: serverDefaults.start })
    .describe('On first need, or with Patchbay.'),
  idleMinutes: z
    .number()
    .positive()
    .max(10_080)
    .optional()
    .meta({ default: serverDefaults.idleMinutes })
    .describe('Stopped when unused for so long.'),
  maxRestarts: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({ default: serverDefaults.maxRestarts })
    .describe('Restarts in a row before it counts as failed.'),
  url: url.describe('Address of a server that runs elsewhere. ${VAR} is expanded.'),
  serverUrl: url.describe('The same as url, as other programs write it.'),
  httpUrl: url.describe('The same as url, as other programs write it.'),
  headers: stringMap
    .optional()
    .meta({ default: {} })
    .describe('HTTP headers of each request to the URL. ${VAR} is expanded.'),
  ca: z
    .string()
    .min(1)
    .optional()
    .describe(
      'PEM file with authorities of the server’s certificate, besides the public ones. ${VAR} is expanded.',
    ),
  enabled: z.boolean().optional().meta({ default: true }).describe('false: never started, not offered.'),
  disabled: z.boolean().optional().describe('As other programs write it; true is enabled: false.'),
  toolTimeoutSeconds: positiveSeconds.optional().describe('Default: that of the gateway section.'),
  tools: toolRulesSchema.optional(),
  pinTools: z.boolean().optional().describe('Default: as for all servers.'),
  description: z.string().optional().describe('For people.'),
};

/** What JSON Schema can say of what `checkTogether` checks. */
const commandOrUrl = {
  anyOf: [{ required: ['command'] }, ...urlKeys.map((key) => ({ required: [key] }))],
};

/** What a custom fault carries besides its message, which is the end of a sentence that its key begins. */
export interface FaultParams {
  /** What would be right, for people. */
  readonly expected: string;
  /** The keys of which one is missing: a key that is nearly one of them may be a slip. */
  readonly needs?: readonly string[];
  /** The message as data. */
  readonly reason?: FaultReason;
}

type Together = Readonly<Partial<Record<'type' | 'command' | (typeof urlKeys)[number], string>>>;

const oneOfBoth = 'an entry such as { "command": "npx", "args": ["…"] } or { "url": "https://…" }';

function checkTogether(entry: Together, context: z.RefinementCtx): void {
  const fault = (key: string | null, message: string, params: FaultParams): void =>
    context.addIssue({ code: 'custom', path: key === null ? [] : [key], message, params: { ...params } });
  const urls = urlKeys.filter((key) => entry[key] !== undefined);
  if (entry.command === undefined && urls.length === 0) {
    fault(null, 'needs a "command" or a "url"', {
      expected: oneOfBoth,
      needs: ['command', ...urlKeys],
      reason: { code: 'needs-command-or-url' },
    });
  } else if (entry.command !== undefined && urls.length > 0) {
    fault(urls[0] ?? null, 'stands beside a "command"', {
      expected: 'only one of the two',
      reason: { code: 'stands-beside', other: 'command' },
    });
  } else if (urls.length > 1) {
    fault(urls[1] ?? null, `stands beside "${urls[0]}"`, {
      expected: 'only one address',
      reason: { code: 'stands-beside', other: urls[0] ?? '' },
    });
  } else if (entry.type === 'stdio' && entry.command === undefined) {
    fault('type', 'is "stdio", but the entry has no "command"', {
      expected: '"http" or "sse" with a URL',
      reason: { code: 'type-does-not-fit', type: entry.type },
    });
  } else if (entry.type !== undefined && entry.type !== 'stdio' && entry.command !== undefined) {
    fault('type', `is "${entry.type}", but the entry has a "command"`, {
      expected: '"stdio" with a command',
      reason: { code: 'type-does-not-fit', type: entry.type },
    });
  }
}

/** One server: a command, or a URL under any of its usual keys. Keys of other programs are kept. */
export const serverEntrySchema = z.looseObject(entryKeys).meta(commandOrUrl).superRefine(checkTogether);

/** The route name that a list item asks for: its path without slashes and a leading `mcp/`, or else its name. */
export function listedServerName(item: {
  readonly name: string;
  readonly path?: string | undefined;
}): string {
  if (item.path === undefined) return item.name;
  return item.path.replace(/^\/*(?:mcp\/+)?|\/+$/g, '');
}

/** The form of older gateways: a list, `path` being the route name. */
export const serverListItemSchema = z
  .looseObject({
    name: z.string().min(1).describe('For people; the route name too where there is no path.'),
    path: z.string().min(1).optional().describe('Route name: the server is at /mcp/<path>.'),
    ...entryKeys,
  })
  .meta(commandOrUrl)
  .superRefine((item, context) => {
    checkTogether(item, context);
    const fault = serverNameFault(listedServerName(item));
    if (fault === null) return;
    const key = item.path === undefined ? 'name' : 'path';
    const name = listedServerName(item);
    const params: FaultParams = { expected: serverNameExpected, reason: { code: 'name-unusable', name } };
    context.addIssue({
      code: 'custom',
      path: [key],
      message: `as a server’s name ${fault}`,
      params: { ...params },
    });
  });

/** What may be written for one server. */
export type ServerEntryInput = z.input<typeof serverEntrySchema>;
export type ServerEntry = z.output<typeof serverEntrySchema>;
export type ToolRules = z.output<typeof toolRulesSchema>;
