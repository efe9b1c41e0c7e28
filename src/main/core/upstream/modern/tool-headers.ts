// The `Mcp-Param-*` headers that a server's tools ask for, for clients that know nothing of headers: learnt from the lists
// that pass (MCP basic/transports/streamable-http, custom headers from tool parameters).
import { isRecord } from '../../../../shared/is-record.ts';
import { readPage } from '../../relay/catalogue.ts';
import { faultOfTool } from '../../relay/modern/header-faults.ts';
import { mirroredParams } from '../../relay/modern/param-headers.ts';
import { parseAt, pickMembers, textAt, type Message } from '../../relay/wire/message.ts';

export class ToolHeaders {
  /** JSON of the tools that ask for headers, by name. */
  private readonly tools = new Map<string, string>();

  /** The answer to a `tools/list`. Returns the cursor of its next page. */
  learn({ bytes, body, kind }: Message): string | undefined {
    if (kind !== 'result' || body === null) return undefined;
    const { items, nextCursor } = readPage('tools', bytes, body);
    for (const { key, text } of items) {
      if (text.includes('x-mcp-header') && faultOfTool(text) === null) this.tools.set(key, text);
      else this.tools.delete(key);
    }
    return nextCursor;
  }

  /** The headers of a request, names in lower case; none where the tool asks for none, or is not known. */
  of(message: Message): Readonly<Record<string, string>> {
    if (message.method !== 'tools/call' || this.tools.size === 0) return {};
    const { name, arguments: span } = pickMembers(message.bytes, message.body, ['name', 'arguments']);
    const tool = this.tools.get(textAt(message.bytes, name) ?? '');
    const args = parseAt(message.bytes, span);
    return tool === undefined ? {} : mirroredParams(tool, isRecord(args) ? args : {});
  }
}
