// A list in registry.json with its truth in memory: what is seen here is on disk. Changes made at once share one write;
// when a write fails nothing of it was ever visible. Knows nothing of what the rows mean.
import type { StoreDocument } from '../store/document.ts';
import type { Store } from '../store/store.ts';

export interface DurableTableOptions<Row> {
  readonly store: Store;
  readonly keyOf: (row: Row) => string;
  readonly read: (document: StoreDocument) => readonly Row[];
  readonly write: (document: StoreDocument, rows: readonly Row[]) => StoreDocument;
  /** The row as it is to be written, with what changed too often to be written each time. */
  readonly refreshed: (row: Row) => Row;
}

/** The rows as an operation sees and changes them. */
export interface Draft<Row> {
  readonly rows: ReadonlyMap<string, Row>;
  set(row: Row): void;
  delete(key: string): void;
}

/**
 * Decides on the newest rows and changes them; its result is the answer. It may be called again when a write has failed,
 * and must have changed nothing when it throws.
 */
export type Operation<Row, Outcome> = (draft: Draft<Row>) => Outcome;

interface Waiting<Row> {
  /** Runs the operation; whether it changed anything. */
  readonly run: (draft: Draft<Row>) => boolean;
  readonly settle: () => void;
  readonly reject: (error: unknown) => void;
}

export class DurableTable<Row> {
  private readonly options: DurableTableOptions<Row>;
  private committed: ReadonlyMap<string, Row>;
  private waiting: Waiting<Row>[] = [];
  private isWriting = false;

  constructor(options: DurableTableOptions<Row>) {
    this.options = options;
    this.committed = new Map(
      options.read(options.store.get()).map((row) => [options.keyOf(row), row] as const),
    );
  }

  /** What is on disk, in the order of the keys' first writes. Another map after each change. */
  get rows(): ReadonlyMap<string, Row> {
    return this.committed;
  }

  /** Whether a change is on its way, so that `rows` is about to be old. */
  get isBusy(): boolean {
    return this.isWriting;
  }

  /** Resolves when what the operation did, and all that it decided on, is on disk. Rejects with STORE_WRITE_FAILED. */
  change<Outcome>(operation: Operation<Row, Outcome>): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      let outcome: () => void = () => undefined;
      this.waiting.push({
        run: (draft) => {
          const counted = counting(draft);
          try {
            const value = operation(counted.draft);
            outcome = () => resolve(value);
          } catch (error) {
            outcome = () => reject(error);
          }
          return counted.changes() > 0;
        },
        settle: () => outcome(),
        reject,
      });
      if (!this.isWriting) void this.work();
    });
  }

  /** Writes the rows once more, for what `refreshed` adds. */
  rewrite(): Promise<void> {
    return this.change((draft) => {
      const [first] = draft.rows.values();
      if (first !== undefined) draft.set(first);
    });
  }

  private async work(): Promise<void> {
    this.isWriting = true;
    // What else happens in this turn goes into the same write.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      await this.commit(batch);
    }
    this.isWriting = false;
  }

  private async commit(batch: readonly Waiting<Row>[]): Promise<void> {
    const { store, keyOf, refreshed, write } = this.options;
    const draft = draftOf(this.committed, keyOf);
    const changed = batch.map(({ run }) => run(draft)).some(Boolean);
    if (changed) {
      const rows = new Map([...draft.rows].map(([key, row]) => [key, refreshed(row)] as const));
      try {
        await store.update((document) => write(document, [...rows.values()]));
      } catch (error) {
        this.fail(batch, error);
        return;
      }
      this.committed = rows;
    }
    for (const { settle } of batch) settle();
  }

  /** Nothing was written: who would have changed nothing gets an answer all the same, from what is on disk. */
  private fail(batch: readonly Waiting<Row>[], error: unknown): void {
    for (const { run, settle, reject } of batch) {
      if (run(draftOf(this.committed, this.options.keyOf))) reject(error);
      else settle();
    }
  }
}

function draftOf<Row>(committed: ReadonlyMap<string, Row>, keyOf: (row: Row) => string): Draft<Row> {
  const rows = new Map(committed);
  return {
    rows,
    set: (row) => void rows.set(keyOf(row), row),
    delete: (key) => void rows.delete(key),
  };
}

function counting<Row>(draft: Draft<Row>): { draft: Draft<Row>; changes: () => number } {
  let count = 0;
  return {
    changes: () => count,
    draft: {
      rows: draft.rows,
      set: (row) => {
        count += 1;
        draft.set(row);
      },
      delete: (key) => {
        count += 1;
        draft.delete(key);
      },
    },
  };
}
