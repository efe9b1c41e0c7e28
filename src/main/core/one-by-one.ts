// Steps that must not see each other half done.

export class OneByOne {
  private last: Promise<unknown> = Promise.resolve();

  /** Begins `step` when all of before are done, in the order of the calls. Settles as it does; no other fails with it. */
  run<Value>(step: () => Promise<Value>): Promise<Value> {
    const result = this.last.then(step);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when all that was begun is done. */
  async done(): Promise<void> {
    await this.last;
  }
}
