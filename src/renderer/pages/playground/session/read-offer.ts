// What a server offers, as its lists say it: read with care, since strangers wrote it. Pure.
import { isRecord } from '../../../../shared/is-record.ts';
import type { Schema } from '../schema/schema.ts';

export interface Described {
  readonly title: string;
  readonly description: string | null;
}

export interface OfferedTool extends Described {
  readonly kind: 'tools';
  readonly key: string;
  readonly inputSchema: Schema;
  readonly hints: {
    readonly isReadOnly: boolean;
    readonly isDestructive: boolean;
    readonly isOpenWorld: boolean;
  };
  /** It is to be run as a task, which the playground cannot do. */
  readonly needsTask: boolean;
}

export interface OfferedResource extends Described {
  readonly kind: 'resources';
  /** The address. */
  readonly key: string;
  readonly mimeType: string | null;
  readonly size: number | null;
}

export interface OfferedTemplate extends Described {
  readonly kind: 'templates';
  /** The template of addresses (RFC 6570). */
  readonly key: string;
  readonly mimeType: string | null;
}

export interface PromptArgument {
  readonly name: string;
  readonly description: string | null;
  readonly isRequired: boolean;
}

export interface OfferedPrompt extends Described {
  readonly kind: 'prompts';
  readonly key: string;
  readonly arguments: readonly PromptArgument[];
}

export type Offered = OfferedTool | OfferedResource | OfferedTemplate | OfferedPrompt;

/** What a server said when it was opened. */
export interface ServerOpening {
  readonly name: string;
  readonly version: string;
  readonly instructions: string | null;
  readonly has: { readonly tools: boolean; readonly resources: boolean; readonly prompts: boolean };
  readonly canSubscribe: boolean;
  readonly canComplete: boolean;
  readonly canLog: boolean;
}

export function readOpening(result: unknown): ServerOpening {
  const { serverInfo, capabilities, instructions } = asRecord(result);
  const { name, version } = asRecord(serverInfo);
  const can = asRecord(capabilities);
  return {
    name: text(name) ?? '',
    version: text(version) ?? '',
    instructions: text(instructions),
    has: { tools: 'tools' in can, resources: 'resources' in can, prompts: 'prompts' in can },
    canSubscribe: asRecord(can['resources'])['subscribe'] === true,
    canComplete: 'completions' in can,
    canLog: 'logging' in can,
  };
}

export function readTools(result: unknown): readonly OfferedTool[] {
  return listOf(result, 'tools').flatMap((item) => {
    const name = text(item['name']);
    if (name === null) return [];
    const annotations = asRecord(item['annotations']);
    const isReadOnly = annotations['readOnlyHint'] === true;
    return [
      {
        kind: 'tools' as const,
        key: name,
        ...described(item, name, text(annotations['title'])),
        inputSchema: asRecord(item['inputSchema']),
        hints: {
          isReadOnly,
          // Meaningful, and then the rule, only where something is changed (MCP server/tools).
          isDestructive: !isReadOnly && annotations['destructiveHint'] === true,
          isOpenWorld: annotations['openWorldHint'] === true,
        },
        needsTask: asRecord(item['execution'])['taskSupport'] === 'required',
      },
    ];
  });
}

export function readResources(result: unknown): readonly OfferedResource[] {
  return listOf(result, 'resources').flatMap((item) => {
    const uri = text(item['uri']);
    if (uri === null) return [];
    const { size } = item;
    return [
      {
        kind: 'resources' as const,
        key: uri,
        ...described(item, uri),
        mimeType: text(item['mimeType']),
        size: typeof size === 'number' ? size : null,
      },
    ];
  });
}

export function readTemplates(result: unknown): readonly OfferedTemplate[] {
  return listOf(result, 'resourceTemplates').flatMap((item) => {
    const template = text(item['uriTemplate']);
    if (template === null) return [];
    return [
      {
        kind: 'templates' as const,
        key: template,
        ...described(item, template),
        mimeType: text(item['mimeType']),
      },
    ];
  });
}

export function readPrompts(result: unknown): readonly OfferedPrompt[] {
  return listOf(result, 'prompts').flatMap((item) => {
    const name = text(item['name']);
    if (name === null) return [];
    const named = listOf(item, 'arguments').flatMap((argument) => {
      const argumentName = text(argument['name']);
      if (argumentName === null) return [];
      const description = text(argument['description']);
      return [{ name: argumentName, description, isRequired: argument['required'] === true }];
    });
    return [{ kind: 'prompts' as const, key: name, ...described(item, name), arguments: named }];
  });
}

/** Where the list goes on; null: it does not. */
export function nextCursor(result: unknown): string | null {
  return text(asRecord(result)['nextCursor']);
}

function described(item: Schema, fallback: string, other: string | null = null): Described {
  return {
    title: text(item['title']) ?? other ?? text(item['name']) ?? fallback,
    description: text(item['description']),
  };
}

function listOf(value: unknown, key: string): readonly Schema[] {
  const list = asRecord(value)[key];
  return Array.isArray(list) ? list.filter((item) => isRecord(item)) : [];
}

function asRecord(value: unknown): Schema {
  return isRecord(value) ? value : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
