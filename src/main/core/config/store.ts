// config.json while Patchbay runs: what is in force, what is wrong with the file, and the edits that Patchbay makes.
// The file belongs to people: it is never written but by an edit they asked for, and at the very first start.
import { isDeepStrictEqual } from 'node:util';
import type { ServerEntryInput } from '../../../shared/config-schema.ts';
import { AppError, describeError } from '../../../shared/errors.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { noAudit } from '../audit/audit.ts';
import { OneByOne } from '../one-by-one.ts';
import { durableFile, type DurableFile } from '../store/durable-file.ts';
import { addingServer, removingServer, switchingServer } from './edit-servers.ts';
import {
  changedMeanwhile,
  hasFaults,
  notText,
  notValid,
  notWritten,
  refuseImitation,
  textNotValid,
} from './edit-refusals.ts';
import { writeFirst } from './first-file.ts';
import { HandEdits } from './hand-edits.ts';
import type { ContentOrigin } from './history.ts';
import { withLineEndsOf } from './line-ends.ts';
import { defaultConfig, withoutMark, type LoadOutcome } from './load-config.ts';
import { loadContent, type ConfigStoreOptions } from './load-content.ts';
import { contentDigest, goneFault, readConfigFile, type FileContent } from './read-config-file.ts';
import { reportConfig } from './report-config.ts';
import type { ConfigStore, LoadedConfig, ReadConfig, TextEdit } from './types.ts';
import { watchFile, type FileWatch } from './watch-file.ts';

/**
 * Opens the configuration: writes the example where there is no file, reads it, watches it until `close`.
 * A file that cannot be used does not reject: the defaults are in force then, and `faults` says why.
 */
export async function createConfigStore(options: ConfigStoreOptions): Promise<ConfigStore> {
  const store = new FileConfigStore(options);
  await store.open();
  return store;
}

/** An edit gives up when the file is another one each time it looks. */
const mostAttempts = 5;

class FileConfigStore implements ConfigStore {
  readonly path: string;
  current: LoadedConfig;
  faults: readonly ConfigFault[] = [];
  private readonly options: ConfigStoreOptions;
  private readonly file: DurableFile;
  private readonly listeners = new Set<() => void>();
  private readonly handEdits: HandEdits;
  private seen: FileContent | null = null;
  /** What it means that there is no file. */
  private absence: ConfigFault;
  private watch: FileWatch | null = null;
  /** Readings and edits never see each other half done. */
  private readonly steps = new OneByOne();
  private isClosed = false;

  constructor(options: ConfigStoreOptions) {
    this.options = options;
    this.path = options.path;
    this.handEdits = new HandEdits(options.audit ?? noAudit);
    this.file = durableFile(options.path, { platform: options.platform });
    this.current = defaultConfig(options.clock.now());
    this.absence = goneFault(options.path);
  }

  async open(): Promise<void> {
    const { path, clock, logger } = this.options;
    const content = await readConfigFile(path);
    if (content.kind === 'missing') {
      const first = await writeFirst(this.file, logger);
      this.absence = first.absence ?? this.absence;
      this.takeOurs(first.content);
    } else {
      this.takeOurs(content, 'outside');
    }
    const onHint = (): void => {
      this.steps.run(() => this.reread()).catch((error: unknown) => logger.error(describeError(error)));
    };
    this.watch = watchFile({ path, clock, logger, onHint });
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async addServer(name: string, entry: ServerEntryInput): Promise<void> {
    await this.edit(addingServer(name, entry));
  }

  async removeServer(name: string): Promise<void> {
    await this.edit(removingServer(name));
  }

  async setServerEnabled(name: string, enabled: boolean): Promise<void> {
    await this.edit(switchingServer(name, enabled));
  }

  async editText(change: TextEdit): Promise<void> {
    await this.edit(change);
  }

  check(text: string): LoadOutcome {
    return this.load({ kind: 'text', text });
  }

  async read(): Promise<ReadConfig> {
    return this.steps.run(async () => {
      await this.reread();
      const { seen } = this;
      const text = seen?.kind === 'text' ? withoutMark(seen.text) : seen?.kind === 'missing' ? '' : null;
      return { text, digest: contentDigest(seen), faults: this.faults };
    });
  }

  async save(text: string, digest: string): Promise<void> {
    await this.steps.run(async () => {
      if (this.isClosed) throw new AppError('NOT_RUNNING', 'Patchbay is stopping.');
      await this.reread();
      const { seen } = this;
      if (seen?.kind === 'unreadable') throw notText(this.path, seen.fault);
      if (contentDigest(seen) !== digest) throw changedMeanwhile(this.path);
      const before = seen?.kind === 'text' ? seen.text : '';
      const mark = before.slice(0, before.length - withoutMark(before).length);
      const content = mark + withLineEndsOf(withoutMark(before), withoutMark(text));
      if (!(await this.put(content, textNotValid))) throw changedMeanwhile(this.path);
    });
  }

  async reload(): Promise<void> {
    await this.steps.run(async () => {
      if (this.isClosed) return;
      this.takeTheirs(await readConfigFile(this.path));
      this.tell();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.listeners.clear();
    await this.watch?.close();
    await this.steps.done();
  }

  /** Looks at the file; what is new comes into force or becomes faults, and listeners are told. */
  private async reread(): Promise<void> {
    if (this.isClosed) return;
    const content = await readConfigFile(this.path);
    // Our own writes come by here again, and saves that changed nothing.
    if (isDeepStrictEqual(content, this.seen)) return;
    this.takeTheirs(content);
    this.tell();
  }

  private takeOurs(content: FileContent, by: ContentOrigin['by'] = 'patchbay'): void {
    this.handEdits.ours(content);
    this.take(content);
    this.keep(content, by);
  }

  private takeTheirs(content: FileContent): void {
    const isOther = !isDeepStrictEqual(content, this.seen);
    this.take(content);
    if (isOther) this.handEdits.theirs(content, this.faults.length === 0);
    this.keep(content, 'outside');
  }

  private keep(content: FileContent, by: ContentOrigin['by']): void {
    if (content.kind === 'text')
      this.options.history?.note(content.text, { by, hasFaults: this.faults.length > 0 });
  }

  private take(content: FileContent): void {
    this.seen = content;
    const outcome = this.load(content);
    this.faults = outcome.faults;
    if (outcome.config !== null) this.current = outcome.config;
    if (content.kind === 'text') this.absence = goneFault(this.path);
    reportConfig(this.options.logger, this.path, outcome);
  }

  private load(content: FileContent): LoadOutcome {
    return loadContent(content, this.options, this.absence);
  }

  private tell(): void {
    for (const listener of this.listeners) {
      try {
        listener();
      } catch (error) {
        this.options.logger.error(`A new configuration was not taken up everywhere: ${describeError(error)}`);
      }
    }
  }

  private edit(change: TextEdit): Promise<void> {
    return this.steps.run(async () => {
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        if (this.isClosed) throw new AppError('NOT_RUNNING', 'Patchbay is stopping.');
        await this.reread();
        if (await this.editOnce(change)) return;
      }
      throw new AppError('CONFIG_WRITE_FAILED', `${this.path} is being written by another program.`, {
        expected: 'Try again when that is done.',
      });
    });
  }

  /** False where the file has changed since it was read. */
  private async editOnce(change: TextEdit): Promise<boolean> {
    if (this.seen?.kind !== 'text' || this.faults.length > 0) throw hasFaults(this.path, this.faults);
    return this.put(change(this.seen.text), notValid);
  }

  /** The same for a whole text; what it holds is in force then. */
  private async put(text: string, refusal: (faults: readonly ConfigFault[]) => AppError): Promise<boolean> {
    const { seen } = this;
    const content: FileContent = { kind: 'text', text };
    if (isDeepStrictEqual(content, seen)) return true;
    const { faults, config } = this.load(content);
    if (faults.length > 0) throw refusal(faults);
    refuseImitation(this.current, config);
    if (!isDeepStrictEqual(await readConfigFile(this.path), seen)) return false;
    await this.file.write(text).catch((error: unknown) => {
      throw notWritten(this.path, error);
    });
    this.takeOurs(content);
    this.tell();
    return true;
  }
}
