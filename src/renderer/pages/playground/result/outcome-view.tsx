// The answer of a server: its content block by block, what is structured, and the whole as JSON.
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import type { PlaygroundOutcome } from '../../../../shared/playground.ts';
import { useMessages } from '../../../messages/messages.ts';
import { keyed } from '../keyed.ts';
import { BlockView } from './block-view.tsx';
import { blocksOf, readContents, type Block } from './content-blocks.ts';
import { ErrorView } from './error-view.tsx';
import { FoldedText } from './folded-text.tsx';
import styles from './result.module.css';
import { TextBlock } from './text-block.tsx';

export interface OutcomeViewProps {
  readonly outcome: PlaygroundOutcome;
  readonly onRead: (uri: string) => void;
}

export function OutcomeView({ outcome, onRead }: OutcomeViewProps): ReactElement | null {
  if (outcome.kind === 'cancelled') return null;
  if (outcome.kind === 'error') return <ErrorView error={outcome.error} />;
  return <ResultView result={outcome.result} onRead={onRead} />;
}

function ResultView({
  result,
  onRead,
}: {
  readonly result: unknown;
  readonly onRead: (uri: string) => void;
}): ReactElement {
  const words = useMessages().playground.result;
  const answer = isRecord(result) ? result : {};
  const { contents, messages, structuredContent, content } = answer;
  const blocks: readonly Block[] = Array.isArray(contents)
    ? contents.map((one) => readContents(one))
    : blocksOf(content);
  const said: readonly unknown[] = Array.isArray(messages) ? messages : [];
  const isEmpty = blocks.length === 0 && said.length === 0 && structuredContent === undefined;
  return (
    <div className={styles.blocks}>
      {structuredContent !== undefined && (
        <TextBlock label={words.structured} text={printed(structuredContent)} fileName="structured.json" />
      )}
      {keyed(blocks).map(({ place, item }) => (
        <BlockView key={place} block={item} onRead={onRead} />
      ))}
      {keyed(said).map(({ place, item }) => (
        <Message key={place} message={item} onRead={onRead} />
      ))}
      {isEmpty && <p className={styles.empty}>{words.nothing}</p>}
      <FoldedText label={words.whole} value={result} fileName="answer.json" />
    </div>
  );
}

/** One message of a prompt, or of a request for a language model. */
export function Message({
  message,
  onRead,
}: {
  readonly message: unknown;
  readonly onRead: (uri: string) => void;
}): ReactElement {
  const words = useMessages().playground.result;
  const { role, content } = isRecord(message) ? message : {};
  return (
    <div className={styles.message}>
      <p className={styles.role}>{words.messageFrom(typeof role === 'string' ? role : '?')}</p>
      {keyed(blocksOf(content)).map(({ place, item }) => (
        <BlockView key={place} block={item} onRead={onRead} />
      ))}
    </div>
  );
}

export function printed(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? '';
}
