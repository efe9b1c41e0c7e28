// Who waits for changes of the merged lists: sessions on `/mcp`, and modern clients that listen there.

export class Audience {
  private readonly onChange: () => void;
  private size = 0;

  /** `onChange`: somebody is there, or nobody any more. */
  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  get isThere(): boolean {
    return this.size > 0;
  }

  /** Returns how to leave; safe to call twice. */
  join(): () => void {
    let isIn = true;
    this.size++;
    if (this.size === 1) this.onChange();
    return () => {
      if (!isIn) return;
      isIn = false;
      this.size--;
      if (this.size === 0) this.onChange();
    };
  }
}
