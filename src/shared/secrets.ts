// Secrets with names, as page and command line show them: never their values.

export interface SecretName {
  readonly name: string;
  /** False: the keychain of another user or of the desktop app has it. */
  readonly isReadable: boolean;
}
