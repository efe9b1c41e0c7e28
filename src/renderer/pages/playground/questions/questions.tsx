// What servers want of the person, on top of everything else: a form, a page to visit, a language model's answer.
import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { useMessages } from '../../../messages/messages.ts';
import { usePage, useValue } from '../../../page.ts';
import type { Question } from '../session/playground-client.ts';
import type { PlaygroundStore } from '../session/playground-store.ts';
import { FormQuestion } from './form-question.tsx';
import { OtherQuestion } from './other-question.tsx';
import type { QuestionProps } from './question-props.ts';
import styles from './questions.module.css';
import { SamplingQuestion } from './sampling-question.tsx';
import { UrlQuestion } from './url-question.tsx';

export function Questions({ store }: { readonly store: PlaygroundStore }): ReactElement | null {
  const words = useMessages().playground.questions;
  const questions = useValue(store.questions);
  const { announcement } = usePage();
  if (questions.length === 0) return null;
  return (
    <div className={styles.questions}>
      {questions.map((question) => (
        <QuestionCard
          key={question.question}
          question={question}
          onAnswer={(result) => {
            void store.answer(question.question, result).then((isTaken) => {
              if (!isTaken) announcement.set(words.missed);
              return isTaken;
            });
          }}
        />
      ))}
    </div>
  );
}

interface QuestionCardProps {
  readonly question: Question;
  readonly onAnswer: QuestionProps['onAnswer'];
}

function QuestionCard({ question, onAnswer }: QuestionCardProps): ReactElement {
  const words = useMessages().playground.questions;
  const { announcement } = usePage();
  const card = useRef<HTMLElement>(null);
  const { server, request, method } = question;

  useEffect(() => {
    announcement.set(words.came(server));
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [announcement, words, server]);

  const params = isRecord(question.params) ? question.params : {};
  const title = titleOf(method, server, words);
  return (
    <section ref={card} className={styles.card} aria-label={title}>
      <div>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.lead}>{request === null ? words.fromNowhere : words.fromCall}</p>
      </div>
      {bodyOf(method, { params, onAnswer })}
    </section>
  );
}

type Words = ReturnType<typeof useMessages>['playground']['questions'];

function titleOf(method: string, server: string, words: Words): string {
  switch (method) {
    case 'elicitation/create':
      return words.title(server);
    case 'sampling/createMessage':
      return words.sampling(server);
    default:
      return words.other(server, method.slice(0, 80));
  }
}

function bodyOf(method: string, props: QuestionProps): ReactNode {
  switch (method) {
    case 'elicitation/create':
      return props.params['mode'] === 'url' ? <UrlQuestion {...props} /> : <FormQuestion {...props} />;
    case 'sampling/createMessage':
      return <SamplingQuestion {...props} />;
    default:
      return <OtherQuestion {...props} />;
  }
}
