// Leaves out of a server's list the tools that ask for headers in a way that is not allowed, and says so once
// (MCP basic/transports/streamable-http, schema extension).
import { AppError } from '../../../../shared/errors.ts';
import type { Logger } from '../../ports.ts';
import { faultOfTool } from '../../relay/modern/header-faults.ts';
import { withTools } from '../../relay/tool-rules.ts';
import { failureMessage } from '../../relay/rpc-errors.ts';
import { idText, MessageError, type Message } from '../../relay/wire/message.ts';

export class FaultyTools {
  private readonly serverName: string;
  private readonly logger: Logger;
  private readonly told = new Set<string>();

  constructor(serverName: string, logger: Logger) {
    this.serverName = serverName;
    this.logger = logger;
  }

  /** The answer to a `tools/list` without them; an error for a list that is ambiguous. */
  leaveOut(answer: Message): Buffer {
    if (!answer.bytes.includes('x-mcp-header')) return answer.bytes;
    try {
      return withTools(answer, (name, text) => this.isUsable(name, text));
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      const text = `The list of tools of "${this.serverName}" cannot be read: ${error.message}`;
      return failureMessage(idText(answer), new AppError('UPSTREAM_ERROR', text));
    }
  }

  private isUsable(name: string | undefined, text: string): boolean {
    const fault = text.includes('x-mcp-header') ? faultOfTool(text) : null;
    if (fault !== null) this.tell(name ?? '', fault);
    return fault === null;
  }

  private tell(tool: string, fault: string): void {
    const text = `The tool "${tool}" of "${this.serverName}" is left out: ${fault}.`;
    if (!this.told.has(text)) this.logger.warn(text);
    this.told.add(text);
  }
}
