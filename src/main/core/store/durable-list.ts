// A file of records in the data folder, read and changed as a whole: one change after the other, so that none is lost. What
// a record means is the owner's business.
import { z } from 'zod';
import { parsedJson } from '../../../shared/parsed-json.ts';
import { OneByOne } from '../one-by-one.ts';
import type { Clock } from '../ports.ts';
import { durableFile } from './durable-file.ts';

export interface DurableListOptions<Schema extends z.ZodType> {
  readonly path: string;
  /** Of the document, under which the records stand. */
  readonly key: string;
  readonly record: Schema;
  readonly platform: NodeJS.Platform;
  readonly clock: Pick<Clock, 'now'>;
}

/** Each call rejects with the system's error. */
export interface DurableList<Schema extends z.ZodType> {
  all(): Promise<readonly z.output<Schema>[]>;
  /** `edit` gets all there are, and answers with all there are to be. */
  change(
    edit: (records: readonly z.output<Schema>[]) => readonly (z.output<Schema> | z.input<Schema>)[],
  ): Promise<void>;
}

/** Nothing is touched before the first call. A file that makes no sense counts as none, and is kept aside. */
export function durableList<Schema extends z.ZodType>(
  options: DurableListOptions<Schema>,
): DurableList<Schema> {
  const { path, key, platform, clock } = options;
  const records = z.array(options.record);
  const document = z.looseObject({ version: z.literal(1), [key]: z.unknown() });
  const file = durableFile(path, { platform });
  const steps = new OneByOne();
  const read = async (): Promise<readonly z.output<Schema>[]> => {
    const text = await file.read();
    if (text === null) return [];
    const whole = document.safeParse(parsedJson(text));
    const result = records.safeParse(whole.success ? whole.data[key] : null);
    if (result.success) return result.data;
    await file.setAside(`corrupt-${clock.now()}`);
    return [];
  };
  return {
    all: () => steps.run(read),
    change: (edit) =>
      steps.run(async () => {
        const changed = edit(await read());
        await file.write(`${JSON.stringify({ version: 1, [key]: changed }, null, 2)}\n`);
      }),
  };
}
