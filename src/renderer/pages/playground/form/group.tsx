// Fields that belong together, with their common name, words and fault.
import type { ReactElement, ReactNode } from 'react';
import type { ControlProps } from './control.ts';
import styles from './form.module.css';

export interface GroupProps {
  readonly control: ControlProps;
  readonly children: ReactNode;
}

export function Group({ control, children }: GroupProps): ReactElement {
  const { label, description, error, required } = control;
  return (
    <fieldset className={styles.group} data-faulty={error !== undefined}>
      <legend className={styles.legend}>
        {label}
        {required && (
          <span className={styles.asterisk} aria-hidden="true">
            {' *'}
          </span>
        )}
      </legend>
      {description !== undefined && <p className={styles.description}>{description}</p>}
      {children}
      {error !== undefined && <p className={styles.fault}>{error}</p>}
    </fieldset>
  );
}
