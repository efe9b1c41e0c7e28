// When servers reported last. In memory: there are too many for the disk, which learns of them with the next write.

export class Heartbeats {
  private readonly times = new Map<string, number>();
  private counted = 0;
  private saved = 0;

  /** Of all servers, since the start. */
  get count(): number {
    return this.counted;
  }

  get isSaved(): boolean {
    return this.counted === this.saved;
  }

  /** `at` in epoch milliseconds. */
  note(key: string, at: number): void {
    this.times.set(key, at);
    this.counted += 1;
  }

  /** Undefined when there was none in this run. */
  last(key: string): number | undefined {
    return this.times.get(key);
  }

  forget(key: string): void {
    this.times.delete(key);
  }

  /** Runs `save`; what came before it counts as saved when it succeeds. */
  async saveBy(save: () => Promise<void>): Promise<void> {
    const { counted } = this;
    await save();
    this.saved = counted;
  }
}
