// One server at length, gathered from the parts that know it. Asks nobody; what is not known is null.
import { isRecord } from '../../../shared/is-record.ts';
import type {
  PromptDetail,
  ResourceDetail,
  ServerDetail,
  ServerSession,
  ToolDetail,
  ToolHint,
  ToolOffer,
} from '../../../shared/server-detail.ts';
import type { CallMeter } from '../metrics/call-meter.ts';
import type { Clock } from '../ports.ts';
import type { CatalogueItem } from '../relay/catalogue.ts';
import { isToolAllowed, type OfferRules } from '../relay/tool-rules.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { ServerRuntime } from '../servers/server-runtime.ts';
import { callNumbers } from './call-numbers.ts';

export interface InspectParts {
  readonly sessions: Sessions;
  readonly meter: CallMeter;
  readonly clock: Clock;
}

export function inspectServer(runtime: ServerRuntime, parts: InspectParts): ServerDetail {
  const { name, catalogue, rules, description } = runtime;
  const lists = catalogue?.lists;
  // Copies of a registered id are called by the id, too.
  const id = description.source === 'registered' ? name.replace(/_\d+$/, '') : name;
  return {
    name,
    tools: lists?.tools.map((item) => toolDetail(item, rules)) ?? null,
    resources:
      lists === undefined
        ? null
        : [
            ...lists.resources.map((item) => resourceDetail(item, false)),
            ...lists.resourceTemplates.map((item) => resourceDetail(item, true)),
          ],
    prompts: lists?.prompts.map(promptDetail) ?? null,
    instructions: catalogue?.instructions ?? null,
    learnedAt: catalogue?.learnedAt ?? null,
    sessions: sessionsOf(runtime, parts),
    numbers: callNumbers(parts.meter.all(), (server) => server === name || server === id),
    rules: description.source === 'config' ? (description.config?.tools ?? {}) : null,
  };
}

function toolDetail({ key, text }: CatalogueItem, rules: OfferRules): ToolDetail {
  const tool = parsed(text);
  return {
    name: key,
    shownName: rules.names?.shown(key) ?? key,
    title: textOf(tool['title']),
    description: textOf(tool['description']),
    inputSchema: tool['inputSchema'] ?? {},
    outputSchema: tool['outputSchema'] ?? null,
    hints: hintsOf(tool['annotations']),
    offer: offerOf(rules, key),
  };
}

function offerOf(rules: OfferRules, tool: string): ToolOffer {
  const { isHeld, ...written } = rules;
  if (!isToolAllowed({ deny: written.deny }, tool)) return 'denied';
  if (!isToolAllowed(written, tool)) return 'not-allowed';
  return isHeld?.(tool) === true ? 'held' : 'offered';
}

const hints: readonly (readonly [ToolHint, string])[] = [
  ['reads-only', 'readOnlyHint'],
  ['destroys', 'destructiveHint'],
  ['repeats-well', 'idempotentHint'],
  ['open-world', 'openWorldHint'],
];

/** What it says outright; defaults are not said. */
function hintsOf(annotations: unknown): readonly ToolHint[] {
  if (!isRecord(annotations)) return [];
  return hints.filter(([, key]) => annotations[key] === true).map(([hint]) => hint);
}

function resourceDetail({ key, text }: CatalogueItem, isTemplate: boolean): ResourceDetail {
  const { name, title, description, mimeType } = parsed(text);
  return {
    uri: key,
    isTemplate,
    name: textOf(name),
    title: textOf(title),
    description: textOf(description),
    mimeType: textOf(mimeType),
  };
}

function promptDetail({ key, text }: CatalogueItem): PromptDetail {
  const { title, description, arguments: args } = parsed(text);
  const list: readonly unknown[] = Array.isArray(args) ? args : [];
  return {
    name: key,
    title: textOf(title),
    description: textOf(description),
    arguments: list.filter(isRecord).map((one) => ({
      name: textOf(one['name']) ?? '',
      description: textOf(one['description']),
      isRequired: one['required'] === true,
    })),
  };
}

/** Ids of sessions are not told: they let in. */
function sessionsOf(
  { heldToolsNews }: ServerRuntime,
  { sessions, clock }: InspectParts,
): readonly ServerSession[] {
  const byId = new Map(Array.from(sessions.all(), (session) => [session.id, session]));
  const now = clock.now();
  return heldToolsNews.all().map(({ id, client }): ServerSession => {
    const session = byId.get(id);
    return {
      client: client.clientInfo.name,
      version: client.clientInfo.version,
      isOnAll: session?.target === null,
      lastActivityAt: session === undefined ? null : now - (clock.monotonic() - session.lastActivity),
      inFlight: session?.inFlight ?? 0,
    };
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
