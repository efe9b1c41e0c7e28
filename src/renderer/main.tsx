// The page's entry: connects, then paints. Wires only.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge/bridge.ts';
import { loadMessages, preferredLanguages } from './messages/messages.ts';
import { createPage } from './page.ts';
import '@mantine/core/styles.layer.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/kit.css';

const messages = await loadMessages(preferredLanguages(location.search, navigator.languages));
document.documentElement.lang = messages.locale;
const bridge = openBridge(window, messages);
const page = createPage(bridge);

// A link opened elsewhere signs this page in again, too.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') bridge.retry();
});

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <App page={page} messages={messages} />
  </StrictMode>,
);
