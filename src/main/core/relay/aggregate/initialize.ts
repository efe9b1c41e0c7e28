// What `/mcp` answers to `initialize`: it can do all that any server behind it can (MCP basic/lifecycle).
import { legacyRevisions, newestLegacyRevision } from '../revisions.ts';
import { pickMembers, textAt, type Message } from '../wire/message.ts';
import type { AggregateServer } from './exposure.ts';
import { withGatewayId } from './gateway-paths.ts';
import { mergedCapabilities } from './merged-capabilities.ts';

/** Longest part of a server's own instructions that is passed on. */
const maxInstructions = 2000;

export interface InitializeSource {
  readonly version: string;
  /** Who this gateway is towards others. */
  readonly gatewayId: string;
  servers(): readonly AggregateServer[];
  separator(): string;
}

/** The result for a client's `initialize` on `/mcp`. */
export function initializeResult(message: Message, source: InitializeSource): unknown {
  const asked = textAt(
    message.bytes,
    pickMembers(message.bytes, message.body, ['protocolVersion']).protocolVersion,
  );
  const known = source.servers().flatMap(({ catalogue }) => (catalogue === null ? [] : [catalogue]));
  return {
    protocolVersion: asked !== undefined && legacyRevisions.includes(asked) ? asked : newestLegacyRevision,
    capabilities: withGatewayId(
      mergedCapabilities(known.map(({ capabilities }) => capabilities)),
      source.gatewayId,
    ),
    serverInfo: { name: 'patchbay', title: 'Patchbay', version: source.version },
    instructions: instructions(source),
  };
}

function instructions(source: InitializeSource): string {
  const all = source.servers();
  const names = all.map(({ name }) => name).join(', ');
  const parts = [
    `The tools of several MCP servers (${names}); a name is the server's name, "${source.separator()}", and the tool's own name.`,
  ];
  for (const { name, catalogue } of all) {
    const text = catalogue?.instructions?.trim();
    if (text !== undefined && text !== '') parts.push(`## ${name}\n${text.slice(0, maxInstructions)}`);
  }
  return parts.join('\n\n');
}
