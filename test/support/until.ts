// Waiting for a condition, with a deadline instead of a guess.

/** Resolves with the first value of `look` that is neither null, undefined nor false; rejects after the deadline. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  deadlineMs = 25_000,
): Promise<Exclude<Value, null | undefined | false>> {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) {
      return value as Exclude<Value, null | undefined | false>;
    }
    if (performance.now() > endsAt) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
