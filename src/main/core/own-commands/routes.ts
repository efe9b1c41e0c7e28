// `POST /cmd` and `POST /api/jsonrpc`: the gateway's own commands over HTTP (S1.3). Host and Origin are checked before; only
// JSON is taken, which no foreign page can send without asking first.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../ports.ts';
import { ownCommands } from './commands.ts';
import { answerBody } from './json-rpc.ts';
import type { CommandSource } from './types.ts';

const maxBodyBytes = 65_536;

/** Both routes, in a scope of their own: bodies are small here. */
export function registerCommandRoutes(app: FastifyInstance, source: CommandSource, logger: Logger): void {
  const commands = ownCommands();
  const onInternal = (error: Error): void => logger.error(`A command failed: ${error.message}`);
  void app.register((scope, _none, done) => {
    scope.removeAllContentTypeParsers();
    const reading = { parseAs: 'string', bodyLimit: maxBodyBytes } as const;
    scope.addContentTypeParser('application/json', reading, (_request, body, parsed) => parsed(null, body));
    for (const url of ['/cmd', '/api/jsonrpc']) {
      scope.post(url, async (request, reply) => {
        const { isRequest, answer } = await answerBody(textOf(request), { commands, source, onInternal });
        if (answer === null) return reply.code(204).send();
        return reply.code(isRequest ? 200 : 400).send(answer);
      });
    }
    done();
  });
}

function textOf({ body }: FastifyRequest): string {
  return typeof body === 'string' ? body : '';
}
