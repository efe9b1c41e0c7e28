// The first minutes: nothing is configured yet. Shows how to add a server and how to connect a client.
import type { ReactElement, ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { addCommand, configExample, connectCommand, gatewayEndpoint } from '../state/addresses.ts';
import { routeHash } from '../state/routes.ts';
import type { AppState } from '../../shared/state.ts';
import { PageHeading } from './page-heading.tsx';
import { Snippet } from './snippet.tsx';
import styles from './welcome.module.css';

export function Welcome({ state }: { readonly state: AppState }): ReactElement {
  const messages = useMessages();
  const words = messages.welcome;
  const endpoint = gatewayEndpoint(state.gateway);
  const { exampleName, exampleFolder } = words;
  const copy = messages.copy.snippet;
  return (
    <section className={styles.welcome} aria-labelledby="welcome-title">
      <PageHeading id="welcome-title" className={styles.title}>
        {words.title}
      </PageHeading>
      <p className={styles.lead}>{words.text}</p>
      <ol className={styles.steps}>
        <Step title={words.addTitle}>
          <p>{words.inFile}</p>
          <Snippet text={state.config.path} copyLabel={copy(words.pathSnippet)} />
          <Snippet text={configExample(exampleName, exampleFolder)} copyLabel={copy(words.configSnippet)} />
          <p>{words.orCommand}</p>
          <Snippet text={addCommand(exampleName, exampleFolder)} copyLabel={copy(words.addSnippet)} />
        </Step>
        <Step title={words.connectTitle}>
          <p>{words.connectText}</p>
          {endpoint !== null && (
            <Snippet text={connectCommand(endpoint)} copyLabel={copy(words.connectSnippet)} />
          )}
          <p>
            {words.connectToken} <a href={routeHash('settings', 'tokens')}>{words.connectTokenLink}</a>.
          </p>
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ title, children }: StepProps): ReactElement {
  return (
    <li className={styles.step}>
      <h2 className={styles.stepTitle}>{title}</h2>
      <div className={styles.stepBody}>{children}</div>
    </li>
  );
}
