// What can be wrong with a field. The words for it are the messages' part.

export type Fault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'twice' }
  /** JSON Schema's name of a type, or 'json' for what cannot be read. */
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | {
      readonly kind:
        'short' | 'long' | 'small' | 'large' | 'above' | 'below' | 'multiple' | 'fewItems' | 'manyItems';
      readonly limit: number;
    };
