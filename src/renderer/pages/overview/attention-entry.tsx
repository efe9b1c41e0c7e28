// One thing that waits for a person: what it is, what is known of it, and what mends it.
import type { ReactElement, ReactNode } from 'react';
import type { AppState, ConfigFault } from '../../../shared/state.ts';
import { FaultText } from '../../components/fault-text.tsx';
import { ServerSentence } from '../../components/server-sentence.tsx';
import { Told } from '../../components/told.tsx';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import { availableActions } from '../../state/server-rules.ts';
import type { AttentionItem } from '../../state/attention.ts';
import { ActionButton, WayButton } from './attention-buttons.tsx';
import { AttentionLine } from './attention-line.tsx';

type Server = AppState['servers'][number];

export interface AttentionEntryProps {
  readonly item: AttentionItem;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function AttentionEntry({ item, now }: AttentionEntryProps): ReactElement {
  const messages = useMessages();
  const words = messages.overview.attention;
  const configuration = (
    <WayButton to={routeHash('settings', 'configuration')} label={words.openConfiguration} />
  );
  switch (item.kind) {
    case 'gateway-stopped':
      return (
        <AttentionLine
          tone="bad"
          title={words.gatewayStopped}
          text={words.gatewayStoppedText}
          buttons={<WayButton to={routeHash('logs', 'patchbay')} label={words.showLog} />}
        />
      );
    case 'paused':
      return (
        <AttentionLine
          tone="warn"
          title={words.paused}
          text={words.pausedText}
          buttons={
            <ActionButton
              target=""
              action="resume"
              label={words.resume}
              fullLabel={words.resumeAll}
              primary
            />
          }
        />
      );
    case 'gateway': {
      const { message, expected } = messages.server.problem(item.problem);
      return (
        <AttentionLine
          tone="bad"
          title={messages.faults.gatewayTitle}
          text={message}
          advice={expected}
          buttons={configuration}
        />
      );
    }
    case 'config':
      return <ConfigEntry faults={item.faults} path={item.path} buttons={configuration} />;
    case 'server':
      return <ServerEntry server={item.server} tone={item.server.status === 'failed' ? 'bad' : 'warn'} />;
    case 'silent':
      return <ServerEntry server={item.server} tone="warn" />;
    case 'registration': {
      const { key, url, caller } = item.registration;
      return (
        <AttentionLine
          tone="warn"
          title={words.registration(key)}
          text={words.registrationText(url, caller)}
          buttons={
            <>
              <ActionButton
                target={key}
                action="approve"
                label={messages.registrations.approve}
                fullLabel={`${messages.registrations.approve} ${key}`}
                primary
              />
              <ActionButton
                target={key}
                action="unregister"
                label={messages.registrations.remove}
                fullLabel={`${messages.registrations.remove} ${key}`}
              />
            </>
          }
        />
      );
    }
    case 'tools':
      return (
        <AttentionLine
          tone="warn"
          title={words.tools(item.server.name, item.tools.length)}
          text={item.tools.join(', ')}
          buttons={
            <WayButton
              to={routeHash('servers', item.server.name)}
              label={words.review}
              fullLabel={words.reviewTools(item.server.name)}
            />
          }
        />
      );
    case 'announcement':
      return (
        <AttentionLine
          tone="warn"
          title={words.announcement(item.proxyUrl)}
          text={<Told text={item.problem} error={item.fault} />}
          buttons={<WayButton to={routeHash('registrations')} label={words.showRegistrations} />}
        />
      );
    case 'certificate':
      return (
        <AttentionLine
          tone="warn"
          title={words.certificate(
            messages.tokens.fromNow(item.tls.expiresAt, now),
            item.tls.expiresAt < now,
          )}
          text={item.tls.certFile}
          buttons={configuration}
        />
      );
    case 'token': {
      const { name, expiresAt } = item.token;
      return (
        <AttentionLine
          tone="warn"
          title={words.token(name, messages.tokens.fromNow(expiresAt, now), item.token.status === 'active')}
          text={words.tokenText}
          buttons={<WayButton to={routeHash('settings', 'tokens')} label={words.openTokens} />}
        />
      );
    }
  }
}

function ServerEntry({
  server,
  tone,
}: {
  readonly server: Server;
  readonly tone: 'bad' | 'warn';
}): ReactElement {
  const messages = useMessages();
  const words = messages.overview.attention;
  const { canRestart } = availableActions(server);
  const expected = server.problem === null ? undefined : messages.server.problem(server.problem).expected;
  return (
    <AttentionLine
      tone={tone}
      title={server.name}
      text={<ServerSentence server={server} />}
      advice={expected}
      buttons={
        <>
          <ActionButton
            target={server.name}
            action={canRestart ? 'restart' : 'start'}
            label={canRestart ? messages.action.restart : messages.action.start}
            fullLabel={
              canRestart
                ? messages.action.restartServer(server.name)
                : messages.action.startServer(server.name)
            }
            primary
          />
          <WayButton
            to={routeHash('servers', server.name)}
            label={words.details}
            fullLabel={words.detailsOf(server.name)}
          />
        </>
      }
    />
  );
}

interface ConfigEntryProps {
  readonly faults: readonly ConfigFault[];
  readonly path: string;
  readonly buttons: ReactNode;
}

function ConfigEntry({ faults, path, buttons }: ConfigEntryProps): ReactElement {
  const words = useMessages().faults;
  const [first] = faults;
  return (
    <AttentionLine
      tone="bad"
      title={words.title(faults.length)}
      text={
        first === undefined ? (
          path
        ) : (
          <>
            {words.place(first.line, first.column)}: {first.key === '' ? words.document : first.key}.{' '}
            <FaultText fault={first} />
          </>
        )
      }
      advice={words.text}
      buttons={buttons}
    />
  );
}
