// The thing that is open, by its kind; and what is said where none is, or none can be.
import { Button, Loader } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import type { Place } from '../place.ts';
import { ErrorView } from '../result/error-view.tsx';
import type { Offer } from '../session/offers.ts';
import type { PlaygroundStore } from '../session/playground-store.ts';
import type { OfferedResource, ServerOpening } from '../session/read-offer.ts';
import { itemKey } from './item-props.ts';
import styles from './items.module.css';
import { PromptView } from './prompt-view.tsx';
import { ResourceView } from './resource-view.tsx';
import { TemplateView } from './template-view.tsx';
import { ToolView } from './tool-view.tsx';

export interface ItemViewProps {
  readonly store: PlaygroundStore;
  readonly offer: Offer | undefined;
  readonly place: Place;
  readonly onRead: (uri: string) => void;
  readonly onRetry: () => void;
}

export function ItemView({ store, offer, place, onRead, onRetry }: ItemViewProps): ReactElement {
  const words = useMessages().playground;
  const { server, kind, item } = place;
  if (offer === undefined || (offer.status === 'loading' && offer.opening === null)) {
    return (
      <div className={styles.waiting} role="status">
        <Loader size={16} aria-hidden="true" />
        <div>
          <p>{words.loading(server)}</p>
          <p className={styles.hint}>{words.loadingHint}</p>
        </div>
      </div>
    );
  }
  if (offer.opening === null || offer.status === 'failed') {
    return (
      <div className={styles.item}>
        <h2 className={styles.title}>{words.failed(server)}</h2>
        {offer.error !== null && <ErrorView error={offer.error} />}
        <div>
          <Button size="xs" variant="default" onClick={onRetry}>
            {words.tryAgain}
          </Button>
        </div>
      </div>
    );
  }
  if (item === null) return <Nothing opening={offer.opening} text={words.pick[kind]} />;
  const props = { store, server, opening: offer.opening, onRead };
  const key = itemKey(server, kind, item);
  switch (kind) {
    case 'tools': {
      const tool = offer.tools.find((one) => one.key === item);
      return tool === undefined ? <Gone name={item} /> : <ToolView key={key} {...props} item={tool} />;
    }
    case 'resources': {
      const resource = offer.resources.find((one) => one.key === item) ?? unlisted(item);
      return <ResourceView key={key} {...props} item={resource} />;
    }
    case 'templates': {
      const template = offer.templates.find((one) => one.key === item);
      return template === undefined ? (
        <Gone name={item} />
      ) : (
        <TemplateView key={key} {...props} item={template} />
      );
    }
    case 'prompts': {
      const prompt = offer.prompts.find((one) => one.key === item);
      return prompt === undefined ? <Gone name={item} /> : <PromptView key={key} {...props} item={prompt} />;
    }
  }
}

/** Answers link to resources that no list has. */
function unlisted(uri: string): OfferedResource {
  return { kind: 'resources', key: uri, title: uri, description: null, mimeType: null, size: null };
}

function Gone({ name }: { readonly name: string }): ReactElement {
  return <p className={styles.hint}>{useMessages().playground.gone(name)}</p>;
}

function Nothing({
  opening,
  text,
}: {
  readonly opening: ServerOpening;
  readonly text: string;
}): ReactElement {
  const words = useMessages().playground;
  const { name, version, instructions } = opening;
  return (
    <div className={styles.item}>
      <p className={styles.hint}>{text}</p>
      {instructions !== null && (
        <section className={styles.instructions} aria-label={words.instructions}>
          <h2 className={styles.part}>{words.instructions}</h2>
          <p className={styles.hint}>{`${name} ${version}`.trim()}</p>
          <p className={styles.description}>{instructions.slice(0, 20_000)}</p>
        </section>
      )}
    </div>
  );
}
