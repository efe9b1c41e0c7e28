// How a server is, in one sentence. It counts down by itself where there is something to wait for.
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { ServerView } from '../../shared/state.ts';
import { useNow } from './use-now.ts';

export interface ServerSentenceProps {
  readonly server: ServerView;
  readonly className?: string | undefined;
}

export function ServerSentence(props: ServerSentenceProps): ReactElement {
  const { retryAt, silentSince } = props.server;
  return retryAt === null && silentSince === null ? <Sentence {...props} now={0} /> : <Ticking {...props} />;
}

function Ticking(props: ServerSentenceProps): ReactElement {
  return <Sentence {...props} now={useNow()} />;
}

function Sentence({ server, className, now }: ServerSentenceProps & { readonly now: number }): ReactElement {
  const text = useMessages().server.summary(server, now);
  return (
    <span className={className} title={text}>
      {text}
    </span>
  );
}
