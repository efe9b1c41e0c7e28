// What stands around every section: navigation, header, what concerns the whole of Patchbay; and the section itself.
import { Suspense, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { ActionFailures } from '../components/action-failures.tsx';
import { Announcer } from '../components/announcer.tsx';
import { Banners } from '../components/banners.tsx';
import { ConnectionBanner } from '../components/connection-banner.tsx';
import { ExpiredNotice } from '../components/expired-notice.tsx';
import { Header } from '../components/header.tsx';
import { useMessages } from '../messages/messages.ts';
import { useAppState, usePage, useValue } from '../page.ts';
import { sections } from '../pages/sections.ts';
import { badgesOf } from '../state/badges.ts';
import { sectionIds } from '../state/routes.ts';
import type { Route, SectionId } from '../state/routes.ts';
import styles from './frame.module.css';
import { Navigation } from './navigation.tsx';
import { SkipLink } from './skip-link.tsx';
import { useRoute } from './use-route.ts';

export function Frame(): ReactElement {
  const route = useRoute();
  const { section } = route;
  const { arrival } = usePage();
  const before = useRef(section);
  useLayoutEffect(() => {
    if (before.current !== section) arrival.set(true);
    before.current = section;
  }, [section, arrival]);
  usePagesAhead();

  return (
    <div className={styles.frame}>
      <SkipLink />
      <Side section={section} />
      <div className={styles.rest}>
        <Header />
        <Content route={route} />
      </div>
      <ConnectionBanner />
      <ActionFailures />
      <Announcer section={section} />
    </div>
  );
}

function Side({ section }: { readonly section: SectionId }): ReactElement {
  const state = useAppState();
  const connection = useValue(usePage().bridge.connection);
  const badges = useMemo(() => (state === null ? {} : badgesOf(state)), [state]);
  return <Navigation current={section} badges={badges} usable={connection !== 'expired'} />;
}

function Content({ route }: { readonly route: Route }): ReactElement {
  const messages = useMessages();
  const state = useAppState();
  const connection = useValue(usePage().bridge.connection);
  // What was open stays until what is opened has loaded: no flash of nothing between two sections.
  const shown = useDeferredValue(route);
  const { page } = sections[shown.section];
  if (connection === 'expired') return <ExpiredNotice />;
  const waiting = (
    <main className={styles.waiting} aria-busy="true">
      <p className={styles.waitingText}>{messages.connection.connecting}</p>
    </main>
  );
  if (state === null) return waiting;
  return (
    <div className={styles.content}>
      {shown.section !== 'overview' && <Banners state={state} />}
      <Suspense fallback={waiting}>
        <main id="main" className={styles.main} tabIndex={-1}>
          <page.Component state={state} rest={shown.rest} />
        </main>
      </Suspense>
    </div>
  );
}

/** Loads the pages that are not open yet while nothing else is to do, so that opening one takes no time. */
function usePagesAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const id of sectionIds) void sections[id].page.load().catch(() => {});
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
