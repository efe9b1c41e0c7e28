// The files of one configuration of TLS, read, and read again when they change. What cannot be used changes nothing but
// `problem`: the last good credentials stay. Logs what becomes of the files; whoever listens is told.
import { type AppError, describeError, toAppError } from '../../../shared/errors.ts';
import type { TlsConfig } from '../config/types.ts';
import { watchFile, type FileWatch } from '../config/watch-file.ts';
import type { Clock, Logger } from '../ports.ts';
import { readCredentials, type Credentials } from './credentials.ts';

export interface CertificateFilesOptions {
  readonly files: TlsConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  /** `current` or `problem` is another one now. */
  readonly onChange: () => void;
}

/** Certificate and key are replaced one after the other: what does not fit at first may do so a moment later. */
const patienceMs = 2000;
/** A certificate also ends without any file being touched. */
const lookAgainMs = 3_600_000;

export class CertificateFiles {
  /** null until they could be read. */
  current: Credentials | null = null;
  /** Why the files as they stand cannot be used; null when they are in use. */
  problem: AppError | null = null;
  private readonly options: CertificateFilesOptions;
  private readonly watches: readonly FileWatch[];
  private readonly stopLooking: () => void;
  private cancelDoubt: (() => void) | null = null;
  private last: Promise<void> = Promise.resolve();
  private told: readonly string[] = [];
  private isClosed = false;

  private constructor(options: CertificateFilesOptions) {
    this.options = options;
    const { files, clock, logger } = options;
    const paths = new Set([files.certFile, files.keyFile, files.caFile].filter((path) => path !== null));
    const onHint = (): void => void this.reread();
    this.watches = [...paths].map((path) => watchFile({ path, clock, logger, onHint }));
    this.stopLooking = clock.every(lookAgainMs, onHint);
  }

  /** Resolves when the files were read once; `current` or `problem` is set then. They are watched until `close`. */
  static async open(options: CertificateFilesOptions): Promise<CertificateFiles> {
    const files = new CertificateFiles(options);
    await files.inTurn(async () => {
      try {
        files.current = await files.read();
        files.warn();
      } catch (error) {
        files.problem = toAppError(error);
      }
    });
    return files;
  }

  get files(): TlsConfig {
    return this.options.files;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelDoubt?.();
    this.stopLooking();
    await Promise.all(this.watches.map((watch) => watch.close()));
    await this.last;
  }

  /** Looks at the files; a fault counts only if it is still there a little later. */
  private reread(): Promise<void> {
    return this.inTurn(async () => {
      if (this.isClosed) return;
      this.cancelDoubt?.();
      this.cancelDoubt = null;
      try {
        this.take(await this.read());
      } catch {
        this.cancelDoubt = this.options.clock.after(patienceMs, () => void this.judge());
      }
    });
  }

  private judge(): Promise<void> {
    return this.inTurn(async () => {
      if (this.isClosed) return;
      try {
        this.take(await this.read());
      } catch (error) {
        this.object(toAppError(error));
      }
    });
  }

  private read(): Promise<Credentials> {
    const { files, clock, platform } = this.options;
    return readCredentials(files, clock.now(), platform);
  }

  private take(next: Credentials): void {
    const { current, problem } = this;
    this.current = next;
    this.problem = null;
    const isSame =
      current !== null && current.cert === next.cert && current.key === next.key && current.ca === next.ca;
    if (!isSame) {
      this.options.logger.info(`Read ${this.files.certFile}: good until ${next.certificate.validTo}.`);
    } else if (problem !== null) {
      this.options.logger.info(`${this.files.certFile} and what belongs to it is in order again.`);
    }
    this.warn();
    if (!isSame || problem !== null) this.options.onChange();
  }

  private object(problem: AppError): void {
    if (problem.message === this.problem?.message) return;
    this.problem = problem;
    const rest = this.current === null ? '' : ' What was read last stays in force.';
    this.options.logger.error(`${describeError(problem)}${rest}`);
    this.options.onChange();
  }

  /** Once each. */
  private warn(): void {
    const warnings = this.current?.warnings ?? [];
    for (const { message, advice } of warnings)
      if (!this.told.includes(message)) this.options.logger.warn(`${message} ${advice}`);
    this.told = warnings.map(({ message }) => message);
  }

  /** One after the other. Never rejects. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((error: unknown) => {
      this.options.logger.error(
        `The files of the certificate could not be looked at: ${describeError(error)}`,
      );
    });
    return this.last;
  }
}
