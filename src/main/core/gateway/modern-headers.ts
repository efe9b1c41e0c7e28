// The headers of a modern request against its body (MCP 2026-07-28, basic/transports/streamable-http): which era a POST
// belongs to, and whether headers and body say the same.
import type { IncomingHttpHeaders } from 'node:http';
import { claimedVersionSpan, readClaim } from '../relay/modern/claim.ts';
import { modernRevision, supportedRevisions } from '../relay/modern/discovery.ts';
import { decodeHeaderValue } from '../relay/modern/header-values.ts';
import { mirroredName } from '../relay/modern/mirrored-name.ts';
import { paramHeaderPrefix } from '../relay/modern/param-headers.ts';
import type { ModernClaim } from '../relay/modern/types.ts';
import { modernCode } from '../relay/modern/rpc-codes.ts';
import { MessageError, textAt, type Message } from '../relay/wire/message.ts';

/** A revision that is not spoken here; the answer lists those that are. */
export class VersionError extends MessageError {
  readonly data: { readonly supported: readonly string[]; readonly requested: string };

  constructor(requested: string) {
    const shown = JSON.stringify(requested.slice(0, 40));
    super(
      modernCode.unsupportedVersion,
      `The protocol version ${shown} is not supported; supported: ${supportedRevisions.join(', ')}.`,
    );
    this.data = { supported: supportedRevisions, requested };
  }
}

/**
 * The body decides: with a claim it is modern, `initialize` is not. Without either, the header does, and the request
 * lacks what a modern one must have. Throws MessageError for ambiguous bodies.
 */
export function isModern(message: Message, headers: IncomingHttpHeaders): boolean {
  if (claimedVersionSpan(message) !== undefined) return true;
  return message.method !== 'initialize' && headers['mcp-protocol-version'] === modernRevision;
}

/** The claim. Throws MessageError: -32020 where headers and body differ, -32602 for a claim with holes, -32022 for the revision. */
export function checkHeaders(message: Message, headers: IncomingHttpHeaders): ModernClaim {
  const { bytes, method } = message;
  const [version, ofMethod] = [headerOf(headers, 'mcp-protocol-version'), headerOf(headers, 'mcp-method')];
  const claimed = textAt(bytes, claimedVersionSpan(message));
  if (version !== undefined && claimed !== undefined && version !== claimed)
    throw mismatch(`MCP-Protocol-Version is ${quoted(version)}, the body says ${quoted(claimed)}`);
  if (ofMethod !== undefined && ofMethod !== method)
    throw mismatch(`Mcp-Method is ${quoted(ofMethod)}, the body says ${quoted(method)}`);
  const claim = readClaim(message);
  const { protocolVersion } = claim;
  if (protocolVersion !== modernRevision) throw new VersionError(protocolVersion);
  if (version === undefined) throw mismatch('MCP-Protocol-Version is missing');
  if (ofMethod === undefined) throw mismatch('Mcp-Method is missing');
  checkName(message, headerOf(headers, 'mcp-name'));
  return claim;
}

/** `Mcp-Param-*` as they came, names in lower case. */
export function paramHeadersOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(paramHeaderPrefix));
  return Object.fromEntries(found.map(([name, value]) => [name, String(value)]));
}

function checkName(message: Message, header: string | undefined): void {
  const value = mirroredName(message);
  if (value === undefined) return;
  if (header === undefined) throw mismatch('Mcp-Name is missing');
  const named = decodeHeaderValue(header);
  if (named === null) throw mismatch('Mcp-Name is not a valid header value');
  if (named !== value) throw mismatch(`Mcp-Name is ${quoted(named)}, the body says ${quoted(value)}`);
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

function mismatch(what: string): MessageError {
  return new MessageError(modernCode.headerMismatch, `Header mismatch: ${what}.`);
}
