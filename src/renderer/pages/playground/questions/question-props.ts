// What each question's body is given.

export interface QuestionProps {
  readonly params: Readonly<Record<string, unknown>>;
  /** null: refused. */
  readonly onAnswer: (result: Readonly<Record<string, unknown>> | null) => void;
}
