// Where and how the gateway listens: opened once, and again when the configuration names another address or another
// mode of TLS. Sessions live in the relay and outlast the move. Nothing is given up before its successor is usable.
import { isDeepStrictEqual } from 'node:util';
import { type AppError, describeError, toAppError } from '../../../shared/errors.ts';
import type { GatewayTls } from '../../../shared/state.ts';
import type { TlsConfig } from '../config/types.ts';
import { isLoopbackAddress } from '../http-guards/authority.ts';
import { OneByOne } from '../one-by-one.ts';
import { stopping } from '../relay/sessions.ts';
import type { CertificateFiles } from '../tls/certificate-files.ts';
import { namesIn } from '../tls/credentials.ts';
import { WantedCertificates } from '../tls/wanted-certificates.ts';
import type { Gateway, GatewayLoad } from './gateway.ts';
import { authMode, listenAt } from './listen-at.ts';
import type { ListenerOptions, Place } from './listener-options.ts';
import { requireSafePlace } from './safe-place.ts';
import { movedTo } from './traffic.ts';
import { certifiedHost, foreignNames, gatewayUrl } from './published-host.ts';

/** What is listened with. */
interface InForce {
  readonly place: Place;
  readonly gateway: Gateway;
  /** Watched while they are in force; null without TLS. */
  readonly certificates: CertificateFiles | null;
}

export class GatewayListener {
  private readonly options: ListenerOptions;
  private inForce: InForce | null = null;
  private readonly wantedFiles: WantedCertificates;
  /** Why the configured address is not in force. */
  private refusal: AppError | null = null;
  /** Certificates change at any time. */
  private readonly steps = new OneByOne();
  private isOpen = false;

  constructor(options: ListenerOptions) {
    this.options = options;
    this.wantedFiles = new WantedCertificates({
      ...options,
      onChange: (certificates) => void this.steps.run(() => this.filesChanged(certificates)),
    });
  }

  /** Without a slash at its end; null while it does not listen. */
  get url(): string | null {
    if (this.inForce === null) return null;
    const { gateway, certificates } = this.inForce;
    const host = this.certified() ?? gateway.host;
    return gatewayUrl(certificates === null ? 'http' : 'https', host, gateway.port);
  }

  /** All zero while it does not listen. */
  get load(): GatewayLoad {
    return this.inForce?.gateway.load ?? { connections: 0, streams: 0, listenStreams: 0 };
  }

  /** The certificate in force; null without TLS. */
  get tls(): GatewayTls | null {
    const { files, current } = this.inForce?.certificates ?? { files: null, current: null };
    if (files === null || current === null) return null;
    const { mode, certFile } = files;
    const { certificate } = current;
    return { mode, certFile, names: namesIn(certificate), expiresAt: certificate.validToDate.getTime() };
  }

  /** The gateway's own certificate, without those that vouch for it, as PEM; null without TLS. */
  get certificatePem(): string | null {
    return this.inForce?.certificates?.current?.certificate.toString() ?? null;
  }

  /** Why what is configured is not in force; null when it is. */
  get problem(): AppError | null {
    return this.refusal ?? this.inForce?.certificates?.problem ?? null;
  }

  /** Those who may not go on end now; it happens by itself within seconds. */
  endRefused(): void {
    this.inForce?.gateway.endRefused();
  }

  /** Rejects with AppError PORT_TAKEN, TLS_UNUSABLE, or FORBIDDEN_HOST for an address at which anybody could come in. */
  open(): Promise<void> {
    return this.steps.run(async () => {
      const { place, tls } = this.wanted();
      await this.move(place, await this.usable(place, tls));
      this.isOpen = true;
    });
  }

  /** The configuration changed; nothing happens before `open`. Never rejects; what cannot be brought into force is told by `problem`. */
  reconfigure(): Promise<void> {
    return this.steps.run(async () => {
      if (this.isOpen) await this.apply();
    });
  }

  /** Begins nothing new; resolves when calls under way have been answered, at the latest after five seconds. */
  async leave(): Promise<void> {
    this.isOpen = false;
    await this.steps.done();
    await this.inForce?.gateway.leave(stopping());
  }

  async close(): Promise<void> {
    await this.leave();
    const { inForce } = this;
    this.inForce = null;
    await this.wantedFiles.close();
    await inForce?.certificates?.close();
    await inForce?.gateway.close(stopping());
  }

  private async apply(): Promise<void> {
    const { place, tls } = this.wanted();
    const before = { inForce: this.inForce, url: this.url, problem: this.problem };
    try {
      const certificates = await this.usable(place, tls);
      const { inForce } = this;
      if (inForce === null || !isDeepStrictEqual(place, inForce.place)) await this.move(place, certificates);
      else if (certificates !== inForce.certificates) await this.replace(inForce, certificates);
      this.refusal = null;
    } catch (error) {
      const refusal = toAppError(error);
      if (refusal.message !== this.refusal?.message)
        this.options.logger.error(`The gateway stays as it is. ${describeError(refusal)}`);
      this.refusal = refusal;
    }
    if (this.inForce !== before.inForce) {
      if (this.url !== before.url) this.options.logger.info(`Listening on ${this.url ?? 'nothing'} now.`);
      else if (this.refusal === null) this.options.logger.info(`Speaking ${place.mode} at ${this.url} now.`);
    }
    if (this.inForce !== before.inForce || this.problem !== before.problem) await this.tell();
  }

  /** What the place needs of certificates, read and usable; null: none. Rejects with the reason why it cannot be used. */
  private async usable({ host }: Place, tls: TlsConfig | null): Promise<CertificateFiles | null> {
    requireSafePlace(host, authMode(this.options), tls?.mode ?? 'plain');
    if (tls !== null) return this.wantedFiles.find(tls, this.inForce?.certificates ?? null);
    await this.wantedFiles.close();
    return null;
  }

  private async filesChanged(certificates: CertificateFiles): Promise<void> {
    if (!this.isOpen) return;
    if (this.wantedFiles.isWaiting(certificates)) await this.apply();
    if (certificates !== this.inForce?.certificates) return;
    if (certificates.current !== null) this.inForce.gateway.renew(certificates.current);
    this.warnOfNames();
    await this.tell();
  }

  /** The same place with certificates from other files. */
  private async replace(inForce: InForce, certificates: CertificateFiles | null): Promise<void> {
    const credentials = certificates?.current ?? null;
    if (credentials !== null) inForce.gateway.renew(credentials);
    this.take({ ...inForce, certificates });
    await inForce.certificates?.close();
  }

  private async move(place: Place, certificates: CertificateFiles | null): Promise<void> {
    const previous = this.inForce;
    const isAnyAgain = place.port === 0 && previous?.place.port === 0 && place.host === previous.place.host;
    const port = isAnyAgain ? previous.gateway.port : place.port;
    const isInTheWay = previous !== null && port === previous.gateway.port;
    if (isInTheWay) previous.gateway.stopListening();
    try {
      this.take({ place, gateway: await this.listen(place, port, certificates), certificates });
    } catch (error) {
      if (isInTheWay) await this.restore(previous);
      throw error;
    }
    if (previous?.certificates !== certificates) await previous?.certificates?.close();
    await previous?.gateway.close(movedTo(this.url));
  }

  /** Back to what it was, where its port was given up in vain. */
  private async restore(previous: InForce): Promise<void> {
    const { place, certificates } = previous;
    this.inForce = null;
    try {
      this.inForce = { ...previous, gateway: await this.listen(place, previous.gateway.port, certificates) };
    } finally {
      await previous.gateway.close(movedTo(this.url));
    }
  }

  private listen(place: Place, port: number, certificates: CertificateFiles | null): Promise<Gateway> {
    const credentials = certificates?.current ?? null;
    return listenAt(this.options, { place, port, credentials, isSecure: certificates !== null });
  }

  private take(inForce: InForce): void {
    this.inForce = inForce;
    this.wantedFiles.handOver(inForce.certificates);
    this.warnOfNames();
    const { host, mode } = inForce.place;
    if (mode === 'plain' && !isLoopbackAddress(host))
      this.options.logger.warn(`Tokens travel in the clear on ${host}: configure gateway.tls.`);
  }

  private wanted(): { readonly place: Place; readonly tls: TlsConfig | null } {
    const { settings, tls } = this.options.config();
    const { overrides } = this.options;
    const host = overrides.host ?? settings.gateway.host;
    const port = overrides.port ?? settings.gateway.port;
    return { place: { host, port, mode: tls?.mode ?? 'plain' }, tls };
  }

  private certified(): string | null {
    const certificate = this.inForce?.certificates?.current?.certificate;
    if (this.inForce === null || certificate === undefined) return null;
    const { allowedHosts } = this.options.config().settings.gateway;
    return certifiedHost(certificate, this.inForce.gateway.host, allowedHosts);
  }

  private warnOfNames(): void {
    const { tls, inForce } = this;
    if (tls === null || inForce === null || this.certified() !== null) return;
    this.options.logger.warn(foreignNames(tls.certFile, inForce.gateway.host));
  }

  private async tell(): Promise<void> {
    await this.options.onChange().catch((error: unknown) => this.options.logger.error(describeError(error)));
  }
}
