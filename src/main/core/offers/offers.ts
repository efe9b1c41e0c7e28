// Servers that come as a file or a link: read, settled, added. What was read stays here until it is added, so that the
// yes can only be to that; a bundle whose file has changed since is not added.
import { AppError } from '../../../shared/errors.ts';
import { serverNameFault } from '../../../shared/names.ts';
import type { OfferPlan, ServerOffer, SettingValue } from '../../../shared/offers.ts';
import { serverNameExpected, type ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { freeServerName } from '../clients/import-names.ts';
import type { ConfigStore } from '../config/types.ts';
import { createAgreements, type Agreements } from '../consent/agreements.ts';
import { visibleText } from '../consent/visible-text.ts';
import type { Consents } from '../consent/consents.ts';
import type { Clock } from '../ports.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { ShortLived } from '../short-lived.ts';
import { isLink, parseAddLink } from './add-link.ts';
import type { BundleFolders } from './bundle-folders.ts';
import { unusableOffer } from './faults.ts';
import { OfferFiles, type FetchedAs, type HeldFile, type OfferFilesOptions } from './offer-files.ts';
import { fillSettings } from './settings.ts';
import { showable } from './shown-offer.ts';
import type { OfferFacts, ReadWay } from './types.ts';

export interface OffersOptions extends OfferFilesOptions {
  readonly folders: BundleFolders;
  readonly config: ConfigStore;
  readonly secrets: SecretStore;
  readonly consents: Consents;
  readonly clock: Clock;
  /** Hears of new secrets, before a server comes that uses them. */
  readonly onSecrets: () => Promise<void>;
}

interface HeldOffer {
  readonly facts: OfferFacts;
  readonly name: string;
  readonly source: string;
  /** The bundle; null where there is none. */
  readonly file: HeldFile | null;
}

interface HeldPlan {
  readonly name: string;
  readonly entry: ServerEntryInput;
  readonly secrets: ReadonlyMap<string, string>;
  readonly source: string;
  readonly bundle: { readonly file: HeldFile; readonly folder: string } | null;
  /** What it is a plan of. */
  readonly offer: string;
}

export class Offers {
  private readonly options: OffersOptions;
  private readonly files: OfferFiles;
  private readonly offers: ShortLived<HeldOffer>;
  private readonly plans: Agreements<HeldPlan>;

  constructor(options: OffersOptions) {
    this.options = options;
    this.files = new OfferFiles(options);
    this.offers = new ShortLived({
      clock: options.clock,
      lifeMs: 60 * 60_000,
      most: 32,
      onGone: ({ file }) => void this.release(file),
    });
    this.plans = createAgreements(options.clock, 'this server');
  }

  /** Rejects with OFFER_UNUSABLE, STORE_WRITE_FAILED. For a link nothing is fetched. */
  async read(source: string): Promise<ServerOffer> {
    if (isLink(source)) return this.readLink(source);
    const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(source);
    if (isAddress) return this.readFetched(source, { from: null, sha256: null });
    return this.readFile(await this.files.local(source), source);
  }

  /** The bundle that a way of a server.json leads to, read as an offer of its own. */
  async readBundleOf(id: string, wayId: string): Promise<ServerOffer> {
    const { facts, source } = this.heldOffer(id);
    const bundle = facts.ways.find((way) => way.id === wayId)?.bundle;
    if (bundle === undefined) throw unusableOffer(source, `has no bundle "${wayId}"`, 'Choose another way.');
    const from = /^https?:/i.test(source) ? new URL(source) : null;
    return this.readFetched(bundle.url, { from, sha256: bundle.sha256 });
  }

  /** Rejects with NOT_FOUND, BAD_REQUEST, SERVER_EXISTS, OFFER_UNUSABLE. */
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
    this.requireName(name);
    const taken = secrets.names().map((one) => one.name);
    const settled = fillSettings(name, way.settings, settings, taken);
    const folder = file === null ? null : folders.newFolder(name);
    const entry = way.entry(settled.filled, folder ?? '');
    const bundle = file === null || folder === null ? null : { file, folder };
    return {
      consent: this.plans.offer({ name, entry, secrets: settled.secrets, source, bundle, offer: id }),
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
    this.requireName(name);
    try {
      if (bundle !== null) await this.files.unpack(bundle.file, bundle.folder);
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
    // What was fetched for it has done its work.
    await this.release(this.offers.take(plan.offer)?.file ?? null);
    return plan;
  }

  private async readFetched(address: string, as: FetchedAs): Promise<ServerOffer> {
    return this.readFile(await this.files.fetched(address, as), address);
  }

  /** Keeps the file where it is a bundle, and where it was fetched gets rid of all others. */
  private async readFile(file: HeldFile, source: string): Promise<ServerOffer> {
    let isKept = false;
    try {
      const facts = await this.files.factsIn(file, source);
      const offer = this.hold(facts, source, facts.kind === 'bundle' ? file : null);
      isKept = facts.kind === 'bundle';
      return offer;
    } finally {
      if (!isKept) await this.release(file);
    }
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

  private hold(read: OfferFacts, source: string, file: HeldFile | null): ServerOffer {
    const { settings, servers } = this.options.config.current;
    const name = freeServerName(read.wantedName, [...servers.keys()], settings.aggregate.separator);
    const facts = showable(read, source);
    const id = this.offers.keep({ facts, name, source, file });
    const { kind, title, description, version, author, ways } = facts;
    return {
      id,
      kind,
      source: visibleText(source),
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
    const found = this.offers.find(id);
    if (found !== undefined) return found;
    throw new AppError('NOT_FOUND', 'What was read is not kept any more.', { expected: 'Read it again.' });
  }

  /** Throws BAD_REQUEST for what is no name, SERVER_EXISTS for one that is taken. */
  private requireName(name: string): void {
    const fault = serverNameFault(name);
    if (fault !== null)
      throw new AppError('BAD_REQUEST', `The name ${fault}.`, { expected: `Take ${serverNameExpected}.` });
    if (this.options.config.current.servers.has(name)) throw exists(name);
  }

  private async release(file: HeldFile | null): Promise<void> {
    if (file !== null) await this.files.release(file);
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
