// The certificates that the configuration wants: opened, and kept watched while they cannot be used yet, so that they
// come into force as soon as their files are in order. Those that are in force belong to somebody else.
import { AppError } from '../../../shared/errors.ts';
import { isDeepStrictEqual } from 'node:util';
import type { TlsConfig } from '../config/types.ts';
import { CertificateFiles, type CertificateFilesOptions } from './certificate-files.ts';

export interface WantedCertificatesOptions extends Pick<
  CertificateFilesOptions,
  'clock' | 'logger' | 'platform'
> {
  /** Of whatever was ever handed out, or waits. */
  readonly onChange: (certificates: CertificateFiles) => void;
}

export class WantedCertificates {
  private readonly options: WantedCertificatesOptions;
  private waiting: CertificateFiles | null = null;

  constructor(options: WantedCertificatesOptions) {
    this.options = options;
  }

  /** Usable ones for these files; those in force where they are the same. Rejects with the reason why there are none. */
  async find(files: TlsConfig, inForce: CertificateFiles | null): Promise<CertificateFiles> {
    const known = [inForce, this.waiting].find((one) => one !== null && isDeepStrictEqual(one.files, files));
    if (known !== this.waiting) await this.close();
    const found = known ?? (await this.open(files));
    if (found !== inForce) this.waiting = found;
    if (found.current !== null) return found;
    throw found.problem ?? new AppError('TLS_UNUSABLE', `${files.certFile} was not read yet.`);
  }

  isWaiting(certificates: CertificateFiles): boolean {
    return certificates === this.waiting;
  }

  /** They are somebody else's from now on. */
  handOver(certificates: CertificateFiles | null): void {
    if (certificates === this.waiting) this.waiting = null;
  }

  /** Nothing is wanted any more. */
  async close(): Promise<void> {
    const { waiting } = this;
    this.waiting = null;
    await waiting?.close();
  }

  private async open(files: TlsConfig): Promise<CertificateFiles> {
    const { onChange, ...rest } = this.options;
    const certificates: CertificateFiles = await CertificateFiles.open({
      ...rest,
      files,
      onChange: () => onChange(certificates),
    });
    return certificates;
  }
}
