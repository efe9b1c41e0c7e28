// What is wrong with config.json, as data beside the sentence of a fault: other languages make their own sentence of it.
// Values of the file are in it only where the sentence has them as well.
import type { ErrorView } from './errors.ts';

export type FaultReason =
  /** No JSON; `error` is jsonc-parser's name of the mistake. */
  | { readonly code: 'syntax'; readonly error: string }
  | { readonly code: 'empty-file' }
  | { readonly code: 'nested-too-deeply' }
  | { readonly code: 'key-unusable'; readonly name: string }
  | { readonly code: 'key-repeated'; readonly name: string }
  /** `section`: '' for the document. `guess`: what was meant perhaps. */
  | {
      readonly code: 'key-unknown';
      readonly name: string;
      readonly section: string;
      readonly guess: string | null;
    }
  | { readonly code: 'name-unusable'; readonly name: string }
  | { readonly code: 'name-repeated'; readonly name: string }
  /** Another server in the file has it. */
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'missing' }
  | { readonly code: 'wrong-kind' }
  | { readonly code: 'wrong-value'; readonly value: string; readonly guess: string | null }
  | { readonly code: 'number-too-small'; readonly value: number }
  | { readonly code: 'number-too-large'; readonly value: number }
  | { readonly code: 'empty' }
  | { readonly code: 'too-long' }
  | { readonly code: 'needs-command-or-url' }
  /** Only one of the two can be. */
  | { readonly code: 'stands-beside'; readonly other: string }
  | { readonly code: 'type-does-not-fit'; readonly type: string }
  | { readonly code: 'tool-name-taken'; readonly name: string; readonly other: string }
  | { readonly code: 'file-of-other-kind' }
  | { readonly code: 'file-too-large' }
  | { readonly code: 'file-unreadable' }
  | { readonly code: 'file-gone' }
  | { readonly code: 'file-absent' }
  | { readonly code: 'file-not-utf-8' }
  /** The entry is good, and what it leads to is not. */
  | { readonly code: 'server'; readonly problem: ErrorView };

/** What may stand at a place. */
export type Accepted =
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | {
      readonly kind: 'number';
      readonly isWhole: boolean;
      readonly least: number | null;
      readonly above: number | null;
      readonly most: number | null;
    }
  | {
      readonly kind:
        'boolean' | 'text' | 'filled-text' | 'texts' | 'objects' | 'text-map' | 'object' | 'null';
    }
  | { readonly kind: 'any-of'; readonly ways: readonly Accepted[] }
  | { readonly kind: 'keys'; readonly keys: readonly string[] };
