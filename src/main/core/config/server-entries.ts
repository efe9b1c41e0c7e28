// Servers in config.json as a person changes them: read as they are written, tried, changed, taken out and put back.
import { AppError } from '../../../shared/errors.ts';
import type { ServerEntryInput, ToolRules } from '../../../shared/config-schema.ts';
import { hasFaults } from './edit-refusals.ts';
import { addingServer, changingServer, removingServer, rulingTools, writtenEntry } from './edit-servers.ts';
import { tryServer, type ServerTrial } from './try-server.ts';
import type { ConfigStore } from './types.ts';
import { restoringServer, type Removal } from './undo-removal.ts';

type Entry = Readonly<Record<string, unknown>>;

/** Failures are AppErrors; CONFIG_INVALID where the file has faults. */
export class ServerEntries {
  private readonly config: ConfigStore;

  constructor(config: ConfigStore) {
    this.config = config;
  }

  /** A server's entry as it is written, secrets and all. Rejects with SERVER_UNKNOWN. */
  async written(name: string): Promise<Entry> {
    return writtenEntry(await this.text(), name);
  }

  /** What would come of such an entry; nothing is changed. `isNew`: no server has the name yet. */
  async try(name: string, entry: Entry, isNew: boolean): Promise<ServerTrial> {
    const change = isNew ? addingServer(name, entry) : changingServer(name, entry);
    return tryServer(this.config.current, name, this.config.check(change(await this.text())));
  }

  /** Makes its entry this one; what is the same stays as it is written. */
  async change(name: string, entry: ServerEntryInput): Promise<void> {
    await this.config.editText(changingServer(name, entry));
  }

  async rule(name: string, rules: ToolRules): Promise<void> {
    await this.config.editText(rulingTools(name, rules));
  }

  /** Answers with what is needed to put it back. */
  async remove(name: string): Promise<Removal> {
    const cut = removingServer(name);
    const done: { removal: Removal | null } = { removal: null };
    await this.config.editText((before) => {
      const after = cut(before);
      done.removal = { name, before, after };
      return after;
    });
    if (done.removal === null) throw new AppError('INTERNAL', `"${name}" was removed by nobody.`);
    return done.removal;
  }

  async restore(removal: Removal): Promise<void> {
    await this.config.editText(restoringServer(removal));
  }

  private async text(): Promise<string> {
    const { text, faults } = await this.config.read();
    if (text === null || faults.length > 0) throw hasFaults(this.config.path, faults);
    return text;
  }
}
