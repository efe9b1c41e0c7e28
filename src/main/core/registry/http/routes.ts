// The registration routes and their aliases: requests mapped to the registry, and back. Bodies and statuses are those
// that clients in the field know (S0.1, S3.1). Host and Origin are checked before; nothing here calls anybody.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../../shared/errors.ts';
import { isLoopbackAddress } from '../../http-guards/authority.ts';
import type { Logger } from '../../ports.ts';
import { namesServer, readAnnouncement, readReference } from '../announcement.ts';
import { fieldFault, notRegistered } from '../faults.ts';
import { fieldOf, isSmall, optionalText, smallValue, type Body } from '../fields.ts';
import { PeerUsers, type Ports } from '../peer-users.ts';
import type { Registry } from '../registry.ts';
import { parseServerUrl } from '../server-url.ts';
import { clientAnswer, clientEntry, type GatewayFacts } from './client-answers.ts';
import { allowOrigins, answerPreflight } from './cors.ts';
import { headerOf, ownAddress, prefersExisting, queryOf, readBody } from './read-request.ts';
import { bodyFault, maxBodyBytes, sendRefusal } from './refusals.ts';
import { registeredAnswer, serverEntry, takenAnswer } from './server-answers.ts';

export interface RegistryRoutesOptions {
  readonly registry: Registry;
  readonly logger: Logger;
  /** Asked at each use. */
  readonly gateway: () => GatewayFacts;
  /** Who is at the other end. Default: as the system says. */
  readonly users?: Pick<PeerUsers, 'peerOf'>;
  /** A client withdrew: its session is not to be used any more. Default: nobody needs to know. */
  readonly onClientGone?: (sessionId: string, request: FastifyRequest) => void;
  /** Whether pages of this origin may read answers. */
  readonly isAllowedOrigin: (origin: string) => boolean;
}

/** Of what clients say of themselves, in characters: there may be thousands of them. */
const maxClientInfo = 8192;
const maxUserAgent = 500;
/** Whoever was gone at once. No address of this machine, so nothing is approved because of it. */
const unknownCaller = 'unknown';

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** All routes, in a scope of their own: bodies are read here in another way than on the other routes. */
export function registerRegistryRoutes(app: FastifyInstance, options: RegistryRoutesOptions): void {
  const routes = new RegistryRoutes(options);
  void app.register((scope, _none, done) => {
    scope.removeAllContentTypeParsers();
    const reading = { parseAs: 'buffer', bodyLimit: maxBodyBytes } as const;
    scope.addContentTypeParser('*', reading, (_request, body, parsed) => parsed(null, body));
    scope.setErrorHandler((error: AppError, _request, reply) => {
      // The rest of a body that is too large is not waited for.
      if (!(error instanceof AppError)) void reply.header('connection', 'close');
      sendRefusal(reply, bodyFault(error), options.logger);
    });
    allowOrigins(scope, options.isAllowedOrigin);
    scope.addHook('onRequest', (request, _reply, next) => {
      // Whatever it says, the body may be JSON; a type that cannot even be read must not be in the way.
      delete request.raw.headers['content-type'];
      routes.noteCaller(request);
      next();
    });

    const add = (method: 'GET' | 'POST', paths: readonly string[], handler: Handler): void => {
      for (const path of paths) {
        scope.route({ method, url: path, handler });
        answerPreflight(scope, path, method);
      }
    };
    add('POST', ['/register', '/api/register', '/mcp/register', '/proxy/register'], routes.register);
    add('POST', ['/unregister', '/proxy/unregister'], routes.unregister);
    add('POST', ['/proxy/heartbeat', '/heartbeat'], routes.heartbeat);
    add('GET', ['/registrations'], routes.registrations);
    add('GET', ['/registrations/:key'], routes.status);
    add('GET', ['/list', '/servers', '/proxy/list'], routes.list);
    done();
  });
}

/** Where a request comes from. */
interface Place {
  readonly address: string;
  /** null where there is no connection, as in tests. */
  readonly ports: Ports | null;
}

class RegistryRoutes {
  private readonly options: RegistryRoutesOptions;
  private readonly callers = new WeakMap<FastifyRequest, Place>();
  private readonly users: Pick<PeerUsers, 'peerOf'>;

  constructor(options: RegistryRoutesOptions) {
    this.options = options;
    this.users = options.users ?? new PeerUsers({ platform: process.platform, uid: process.getuid?.() });
  }

  /** To be called before the body is read: a connection that has ended by then no longer says where it came from. */
  noteCaller(request: FastifyRequest): void {
    const { remoteAddress: address, localPort: local, remotePort: remote } = request.raw.socket;
    if (address === undefined) return;
    const ports = local === undefined || remote === undefined ? null : { local, remote };
    this.callers.set(request, { address, ports });
  }

  private callerOf(request: FastifyRequest): string {
    return this.callers.get(request)?.address ?? unknownCaller;
  }

  /** The address, and whose program is behind it where that is another user of this machine. */
  private async announcerOf(request: FastifyRequest): Promise<string> {
    const address = this.callerOf(request);
    const ports = this.callers.get(request)?.ports ?? null;
    if (!isLoopbackAddress(address) || ports === null) return address;
    const peer = await this.users.peerOf(ports);
    if (peer === 'ours' || peer === 'unknown') return address;
    return `${address} (${peer.uid === null ? 'gone at once' : `user ${peer.uid}`})`;
  }

  readonly register: Handler = (request, reply) => {
    const body = readBody(request);
    return body !== null && namesServer(body)
      ? this.registerServer(request, reply, body)
      : this.registerClient(request, reply, body ?? {});
  };

  readonly unregister: Handler = async (request, reply) => {
    const { servers, clients } = this.options.registry;
    const body = readBody(request) ?? {};
    if (!meansServer(body)) {
      const sessionId = optionalText(body, 'session_id') ?? headerOf(request, 'x-session-id');
      if (sessionId !== undefined && (await clients.unregister(sessionId))) {
        this.options.onClientGone?.(sessionId, request);
        return { success: true, message: 'Client unregistered successfully' };
      }
      return reply.code(404).send({ error: 'Invalid session', message: 'Session ID not found' });
    }
    const record = await servers.unregister(readReference(body));
    const message = record === null ? 'No such server is registered' : `Server ${record.key} unregistered`;
    return { success: true, unregistered: record !== null, message };
  };

  readonly heartbeat: Handler = async (request, reply) => {
    const { servers, settings } = this.options.registry;
    const body = readBody(request);
    if (body === null) throw fieldFault('body', 'is not a JSON object', 'what was sent to register');
    const reference = readReference(body);
    if (reference.key === undefined && reference.id === undefined && reference.url === undefined) {
      throw fieldFault('server_id', 'is missing', 'the id, and best the URL, that were registered');
    }
    const isWhole = reference.id !== undefined && reference.url !== undefined;
    if (!settings().isEnabled) throw switchedOff();
    const report = { reference, announcement: isWhole ? readAnnouncement(body) : null };
    const { verdict, server } = await servers.heartbeat(report, () => this.announcerOf(request));
    if (verdict === 'exists' && reference.id !== undefined && server.record.id !== reference.id) {
      return reply.code(400).send(takenAnswer(reference.url ?? server.record.url, server));
    }
    const isPending = server.state === 'pending';
    return {
      success: true,
      status: 'ok',
      server_key: server.record.key,
      ...(isPending ? { pending: true } : {}),
    };
  };

  readonly registrations: Handler = (request) => {
    const { servers, clients } = this.options.registry;
    const url = queryOf(request, 'server_url');
    if (url !== undefined) {
      // Says what is wrong with the URL, where something is.
      const { canonical } = parseServerUrl(url, 'server_url');
      return this.statusOf(servers.findByUrl(canonical), url);
    }
    const all = clients.all();
    return {
      active_registrations: all.length,
      sessions: all.map(({ record }) => record.sessionId),
      details: all.map(clientEntry),
      servers: servers.all().map(serverEntry),
    };
  };

  readonly status: Handler = (request) => {
    const { key } = request.params as { key: string };
    return this.statusOf(this.options.registry.servers.find(key), key);
  };

  readonly list: Handler = () => {
    const servers = this.options.registry.servers.all().map(serverEntry);
    return { success: true, count: servers.length, servers };
  };

  private async registerServer(request: FastifyRequest, reply: FastifyReply, body: Body): Promise<unknown> {
    const { servers, settings } = this.options.registry;
    if (!settings().isEnabled) throw switchedOff();
    const announcement = readAnnouncement(body);
    const registered = await servers.register(announcement, await this.announcerOf(request));
    if (registered.verdict === 'exists' && !prefersExisting(request)) {
      return reply.code(400).send(takenAnswer(announcement.url.url, registered.server));
    }
    return registeredAnswer(registered, settings());
  }

  private async registerClient(request: FastifyRequest, reply: FastifyReply, body: Body): Promise<unknown> {
    const { registry, gateway } = this.options;
    const capabilities = fieldOf(body, 'capabilities') ?? null;
    const client = await registry.clients.register({
      ip: this.callerOf(request),
      userAgent: headerOf(request, 'user-agent')?.slice(0, maxUserAgent) ?? null,
      clientInfo: smallValue(body, 'client_info', maxClientInfo),
      // Shown nowhere: what is odd is no reason to refuse.
      capabilities: isSmall(capabilities, maxClientInfo) ? capabilities : null,
    });
    const facts = gateway();
    void reply.headers({ 'X-MCP-Server': facts.name, 'X-Session-ID': client.record.sessionId });
    return clientAnswer(client, facts, ownAddress(request));
  }

  private statusOf(server: ReturnType<Registry['servers']['find']>, what: string): unknown {
    if (server === undefined) throw notRegistered(what);
    return { success: true, registered: true, ...serverEntry(server) };
  }
}

/** Whether a body to unregister means a server; all others mean a client's session. */
function meansServer(body: Body): boolean {
  return ['server_id', 'server_key', 'server_url', 'name', 'url'].some((field) => Object.hasOwn(body, field));
}

function switchedOff(): AppError {
  return new AppError('REGISTRATION_DISABLED', 'Registration is switched off here.', {
    expected: 'Set "registration": { "enabled": true } in config.json.',
  });
}
