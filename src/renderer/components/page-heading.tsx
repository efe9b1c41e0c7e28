// The one heading of the first rank that each section has. Somebody who came here by a link inside of the page finds the
// focus on it, so that a screen reader says where they are and Tab goes on from there.
import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { usePage } from '../page.ts';
import { classes } from './classes.ts';
import styles from './page-heading.module.css';

export interface PageHeadingProps {
  readonly id?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function PageHeading({ id, className, children }: PageHeadingProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  const { arrival } = usePage();
  useEffect(() => {
    if (!arrival.get()) return;
    arrival.set(false);
    const element = heading.current;
    // Where the heading is hidden, as in a narrow window with a server open, its surroundings take the focus.
    const target =
      element?.checkVisibility() === true ? element : document.querySelector<HTMLElement>('main');
    target?.focus();
  }, [arrival]);
  return (
    <h1 ref={heading} id={id} tabIndex={-1} className={classes(styles.heading, className)}>
      {children}
    </h1>
  );
}
