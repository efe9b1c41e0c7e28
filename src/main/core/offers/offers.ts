// Servers that come as a file or a link: read, settled, added. What was read stays here until it is added, so that the
// yes can only be to that; a bundle whose file has changed since is not added.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dispatcher } from 'undici';
import { AppError } from '../../../shared/errors.ts';
import type { OfferPlan, ServerOffer, SettingValue } from '../../../shared/offers.ts';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { freeServerName } from '../clients/import-names.ts';
import type { ConfigStore } from '../config/types.ts';
import { createAgreements, type Agreements } from '../consent/agreements.ts';
import type { Consents } from '../consent/consents.ts';
import type { Clock } from '../ports.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { describeFileTrouble } from '../system-error.ts';
import { openArchive } from './archive.ts';
import { isLink, parseAddLink } from './add-link.ts';
import type { BundleFolders } from './bundle-folders.ts';
import { readManifest } from './bundle-manifest.ts';
import { unusableOffer } from './faults.ts';
import { fetchFile } from './fetch-file.ts';
import { readRegistryFile } from './registry-file.ts';
import { fillSettings } from './settings.ts';
import type { OfferFacts, ReadWay } from './types.ts';

export interface OffersOptions {
  readonly folders: BundleFolders;
  readonly config: ConfigStore;
  readonly secrets: SecretStore;
  readonly consents: Consents;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** Hears of new secrets, before a server comes that uses them. */
  readonly onSecrets: () => Promise<void>;
}

interface HeldFile {
  readonly path: string;
  readonly sha256: string;
}

interface HeldOffer {
  readonly facts: OfferFacts;
  readonly name: string;
  readonly source: string;
  /** The bundle; null where there is none. */
  readonly file: HeldFile | null;
  readonly endsAt: number;
}

interface HeldPlan {
  readonly name: string;
  readonly entry: ServerEntryInput;
  readonly secrets: ReadonlyMap<string, string>;
  readonly source: string;
  readonly bundle: { readonly file: HeldFile; readonly folder: string } | null;
}

const maxJsonBytes = 1024 * 1024;
const maxBundleBytes = 256 * 1024 * 1024;
const offerLifeMs = 60 * 60_000;
const mostOffers = 32;

export class Offers {
  private readonly options: OffersOptions;
  private readonly offers = new Map<string, HeldOffer>();
  private readonly plans: Agreements<HeldPlan>;

  constructor(options: OffersOptions) {
    this.options = options;
    this.plans = createAgreements(options.clock, 'this server');
  }

  /** Rejects with OFFER_UNUSABLE. For a link nothing is fetched. */
  async read(source: string): Promise<ServerOffer> {
    if (isLink(source)) return this.readLink(source);
    const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(source);
    if (!isAddress && !path.isAbsolute(source))
      throw unusableOffer(source, 'is neither an address nor an absolute path', 'Give one of them.');
    const file = isAddress ? await this.fetched(source, null) : await this.local(source);
    return this.hold(await this.factsIn(file, source), source, file);
  }

  /** Rejects with NOT_FOUND, BAD_REQUEST, OFFER_UNUSABLE. */
  async settle(
    id: string,
    wayId: string,
    wanted: string | undefined,
    settings: Readonly<Record<string, SettingValue>>,
  ): Promise<OfferPlan> {
    const { consents, secrets, folders } = this.options;
    const { facts, name: proposed, source, file } = this.heldOffer(id);
    const way = facts.ways.find((one) => one.id === wayId);
    if (way === undefined || way.problem !== null || way.bundle !== undefined) throw notAWay(way, facts.ways);
    const name = wanted ?? proposed;
    const taken = secrets.names().map((one) => one.name);
    const settled = fillSettings(name, way.settings, settings, taken);
    const folder = file === null ? null : folders.newFolder(name);
    const entry = way.entry(settled.filled, folder ?? '');
    const bundle = file === null || folder === null ? null : { file, folder };
    return {
      consent: this.plans.offer({ name, entry, secrets: settled.secrets, source, bundle }),
      view: consents.show(name, entry),
      secrets: [...settled.secrets.keys()],
      folder,
    };
  }

  /** All of it, or nothing. Rejects with CONSENT_NEEDED, OFFER_UNUSABLE, SERVER_EXISTS, …. */
  async add(consent: string): Promise<HeldPlan> {
    const { config, secrets, folders, onSecrets } = this.options;
    const plan = this.plans.take(consent);
    const { name, entry, bundle } = plan;
    const kept: string[] = [];
    if (config.current.servers.has(name)) throw exists(name);
    try {
      if (bundle !== null) await this.unpack(bundle.file, bundle.folder);
      for (const [secret, value] of plan.secrets) {
        if (secrets.names().some((one) => one.name === secret))
          throw unusableOffer(`The secret "${secret}"`, 'was made meanwhile', 'Settle it anew.');
        await secrets.set(secret, value);
        kept.push(secret);
      }
      if (kept.length > 0) await onSecrets();
      await config.addServer(name, entry);
    } catch (error) {
      for (const secret of kept) await secrets.remove(secret).catch(() => false);
      if (bundle !== null) await folders.discard(bundle.folder);
      throw error;
    }
    return plan;
  }

  /** The bundle that a way of a server.json leads to, read as an offer of its own. */
  async readBundleOf(id: string, wayId: string): Promise<ServerOffer> {
    const { facts, source } = this.heldOffer(id);
    const bundle = facts.ways.find((way) => way.id === wayId)?.bundle;
    if (bundle === undefined) throw unusableOffer(source, `has no bundle "${wayId}"`, 'Choose another way.');
    const file = await this.fetched(bundle.url, bundle.sha256);
    return this.hold(await this.factsIn(file, bundle.url), bundle.url, file);
  }

  private readLink(source: string): ServerOffer {
    const link = parseAddLink(source);
    if ('fetches' in link) {
      const facts: OfferFacts = { ...nothing, wantedName: 'server', title: link.fetches, ways: [] };
      return { ...this.hold(facts, source, null), fetches: link.fetches };
    }
    const { name, entry } = link;
    const way = { id: 'link', label: 'link', problem: null, settings: [], entry: () => entry };
    return this.hold({ ...nothing, wantedName: name, title: name, ways: [way] }, source, null);
  }

  private hold(facts: OfferFacts, source: string, file: HeldFile | null): ServerOffer {
    const { config, clock } = this.options;
    const { settings, servers } = config.current;
    const name = freeServerName(facts.wantedName, [...servers.keys()], settings.aggregate.separator);
    const isBundle = facts.kind === 'bundle';
    const id = randomBytes(24).toString('base64url');
    this.offers.set(id, {
      facts,
      name,
      source,
      file: isBundle ? file : null,
      endsAt: clock.monotonic() + offerLifeMs,
    });
    for (const key of this.offers.keys()) if (this.offers.size > mostOffers) this.offers.delete(key);
    const { kind, title, description, version, author, ways } = facts;
    return {
      id,
      kind,
      source,
      name,
      title,
      description,
      version,
      author,
      fetches: null,
      ways: ways.map(({ id: way, label, problem, settings: asked, bundle }) => ({
        id: way,
        label,
        problem,
        isBundle: bundle !== undefined,
        settings: asked,
      })),
    };
  }

  private heldOffer(id: string): HeldOffer {
    const found = this.offers.get(id);
    if (found !== undefined && this.options.clock.monotonic() < found.endsAt) return found;
    throw new AppError('NOT_FOUND', 'What was read is not kept any more.', { expected: 'Read it again.' });
  }

  private async factsIn(file: HeldFile, source: string): Promise<OfferFacts> {
    if (!(await beginsAsZip(file.path))) {
      const { size } = await stat(file.path);
      if (size > maxJsonBytes)
        throw unusableOffer(
          source,
          `has ${size} bytes, and is no bundle`,
          `A server.json has at most ${maxJsonBytes}.`,
        );
      return readRegistryFile(jsonOf(await readFile(file.path, 'utf8'), source), source);
    }
    const archive = await openArchive(file.path);
    try {
      const text = await archive.readText('manifest.json', maxJsonBytes);
      if (text === null) throw unusableOffer(source, 'has no manifest.json', 'A bundle has one at its top.');
      return readManifest(text, { ...this.options, source });
    } finally {
      archive.close();
    }
  }

  private async unpack(file: HeldFile, folder: string): Promise<void> {
    const now = await digestOfFile(file.path).catch(() => null);
    if (now !== file.sha256)
      throw unusableOffer(file.path, 'is not what was shown any more', 'Read it again; nothing was added.');
    const archive = await openArchive(file.path);
    try {
      await this.options.folders.fill(folder, archive);
    } finally {
      archive.close();
    }
  }

  private async fetched(address: string, sha256: string | null): Promise<HeldFile> {
    const { folders, dispatcher } = this.options;
    const file = await folders.newFile();
    try {
      const found = await fetchFile(address, file, { dispatcher, maxBytes: maxBundleBytes });
      if (sha256 !== null && found.sha256 !== sha256.toLowerCase())
        throw unusableOffer(address, 'is not the file that server.json means', 'Its SHA-256 is another.');
      return { path: file, sha256: found.sha256 };
    } catch (error) {
      await folders.discard(file);
      throw error;
    }
  }

  private async local(file: string): Promise<HeldFile> {
    try {
      const facts = await stat(file);
      if (!facts.isFile()) throw unusableOffer(file, 'is no file', 'Give an .mcpb or a server.json.');
      if (facts.size > maxBundleBytes)
        throw unusableOffer(file, `has ${facts.size} bytes`, `At most ${maxBundleBytes} are read.`);
      return { path: file, sha256: await digestOfFile(file) };
    } catch (error) {
      if (error instanceof AppError) throw error;
      const { reason, advice } = describeFileTrouble(error);
      throw unusableOffer(file, `cannot be read: ${reason}`, advice, error);
    }
  }
}

const nothing = { kind: 'link', description: null, version: null, author: null } as const;

function notAWay(way: ReadWay | undefined, ways: readonly ReadWay[]): AppError {
  const expected = `There are: ${ways.map(({ id }) => id).join(', ')}.`;
  const message =
    way === undefined
      ? 'There is no such way to have it.'
      : (way.problem ?? 'Its bundle has to be fetched first.');
  return new AppError('BAD_REQUEST', message, { expected });
}

function exists(name: string): AppError {
  return new AppError('SERVER_EXISTS', `There is a server "${name}" already.`, {
    expected: 'Take another name, or remove that one first.',
    details: { server: name },
  });
}

function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unusableOffer(source, 'is neither a bundle nor JSON', 'Give an .mcpb or a server.json.', error);
  }
}

async function beginsAsZip(file: string): Promise<boolean> {
  for await (const part of createReadStream(file, { start: 0, end: 1 })) return String(part) === 'PK';
  return false;
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
