// Adding a server from a bundle, a server.json or a link: read it, see it, fill in what it asks for, agree.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { OfferPlan, ServerOffer } from '../../../shared/offers.ts';
import { ConsentSummary } from '../../components/consent-summary.tsx';
import { FaultLine } from '../../components/fault-line.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import styles from './add-offer.module.css';
import { OfferForm } from './offer-form.tsx';
import { useOffer } from './use-offer.ts';

/** `link` is what the system handed over; nothing is done with it before somebody presses a button. */
export function AddOffer({ link }: { readonly link: string | undefined }): ReactElement {
  const words = useMessages().offers;
  const draft = useOffer();
  const [source, setSource] = useState(link ?? '');
  const { task, offer, plan, added } = draft;
  return (
    <div className={styles.page}>
      <PageHead title={words.title} lead={words.lead} />
      <form
        className={styles.source}
        onSubmit={(event) => {
          event.preventDefault();
          if (source.trim() !== '') void draft.read(source.trim());
        }}
      >
        <TextInput
          size="xs"
          className={styles.sourceField}
          label={words.source}
          description={words.sourceHint}
          value={source}
          maxLength={8192}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" aria-busy={task.busy} aria-disabled={task.busy}>
          {words.read}
        </Button>
      </form>
      {offer !== null && offer.fetches !== null && (
        <section className={styles.card} aria-label={offer.fetches}>
          <p className={styles.text}>{words.asks(offer.fetches)}</p>
          <Button size="xs" className={styles.button} onClick={() => void draft.read(offer.fetches ?? '')}>
            {words.fetch}
          </Button>
        </section>
      )}
      {offer !== null && offer.fetches === null && added === null && (
        <section className={styles.card} aria-label={offer.title}>
          <Facts offer={offer} />
          {plan === null ? <OfferForm draft={draft} /> : <Review plan={plan} />}
          {plan !== null && (
            <div className={styles.buttons}>
              <Button size="xs" variant="default" onClick={draft.back}>
                {words.back}
              </Button>
              <Button
                size="xs"
                aria-busy={task.busy}
                aria-disabled={task.busy}
                onClick={() => void draft.add()}
              >
                {words.add}
              </Button>
            </div>
          )}
        </section>
      )}
      <FaultLine text={task.fault} />
      {added !== null && (
        <p className={styles.done} role="status">
          {words.added(added)} <a href={routeHash('servers', added)}>{words.open}</a>
        </p>
      )}
    </div>
  );
}

function Facts({ offer }: { readonly offer: ServerOffer }): ReactElement {
  const words = useMessages().offers;
  const { title, version, author, description, source } = offer;
  return (
    <div className={styles.facts}>
      <h2 className={styles.title}>
        {title} {version !== null && <span className={styles.dim}>{version}</span>}
      </h2>
      {author !== null && <p className={styles.dim}>{words.by(author)}</p>}
      {description !== null && <p className={styles.text}>{description}</p>}
      <p className={styles.dim}>{words.from(source)}</p>
    </div>
  );
}

function Review({ plan }: { readonly plan: OfferPlan }): ReactElement {
  const words = useMessages().offers;
  const { view, secrets, folder } = plan;
  const isAddress = /^https?:\/\//i.test(view.words[0] ?? '');
  return (
    <div className={styles.facts}>
      <h3 className={styles.title}>{words.reviewTitle(view.name)}</h3>
      <p className={styles.text}>{isAddress ? words.reaches : words.runs}</p>
      <ConsentSummary view={view} />
      {secrets.length > 0 && <p className={styles.dim}>{words.keptAs(secrets.join(', '))}</p>}
      {folder !== null && <p className={styles.dim}>{words.unpacked(folder)}</p>}
    </div>
  );
}
