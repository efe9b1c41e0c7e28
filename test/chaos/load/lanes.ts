// So many pieces of work, a few at a time.

/** Resolves when all are done; rejects with the first failure, once no lane works any more. */
export async function inLanes(
  lanes: number,
  count: number,
  work: (index: number, lane: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const ends = await Promise.allSettled(
    Array.from({ length: lanes }, async (_, lane) => {
      while (next < count) {
        try {
          await work(next++, lane);
        } catch (error) {
          next = count;
          throw error;
        }
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
