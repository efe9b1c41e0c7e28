// Tools that are not as they were accepted, as page and command line show them.

export interface ToolChange {
  readonly tool: string;
  /** What was accepted, as JSON with sorted keys; null for a tool that is new. */
  readonly before: string | null;
  /** What the server says now. */
  readonly after: string;
  /** It is neither listed nor callable until it is accepted. */
  readonly isHeld: boolean;
}

export interface ToolReview {
  readonly server: string;
  readonly changes: readonly ToolChange[];
  /** Stands for exactly these changes; what is accepted is what was shown. */
  readonly digest: string;
}
