// Modern clients' lasting way to a server by its name, which may be another server's tomorrow.
import { failureMessage } from '../relay/rpc-errors.ts';
import type { ModernLink, ModernRequest, Underway } from '../relay/modern/types.ts';
import type { Exchange } from '../relay/types.ts';
import { idText } from '../relay/wire/message.ts';
import type { FindServer } from './server-link.ts';

export class ModernServerLink implements ModernLink {
  private readonly find: FindServer;
  private readonly name: string;

  constructor(find: FindServer, name: string) {
    this.find = find;
    this.name = name;
  }

  request(request: ModernRequest, exchange: Exchange): Underway {
    try {
      return this.find(this.name, null).modern.request(request, exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(request.message), error));
      return { cancel: () => undefined };
    }
  }
}
