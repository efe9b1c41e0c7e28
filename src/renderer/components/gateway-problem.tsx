// Why the gateway is not as it is configured, such as a certificate that has expired, and that it goes on all the same.
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { AppState } from '../../shared/state.ts';
import styles from './config-faults.module.css';

export function GatewayProblem({ gateway }: { readonly gateway: AppState['gateway'] }): ReactElement | null {
  const { faults: words, server } = useMessages();
  const { problem } = gateway;
  if (problem === null) return null;
  const { message, expected } = server.problem(problem);
  return (
    <section role="alert" aria-labelledby="gateway-problem-title" className={styles.banner}>
      <IconPlugConnectedX size={18} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <h2 id="gateway-problem-title" className={styles.title}>
          {words.gatewayTitle}
        </h2>
        <p className={styles.message}>
          {message} <span className={styles.expected}>{expected}</span>
        </p>
        <p className={styles.text}>{words.gatewayText}</p>
      </div>
    </section>
  );
}
