// The parts of one server's page, as they stand in its address: `#/servers/NAME/tools`.

export const serverTabs = ['overview', 'tools', 'resources', 'prompts', 'calls'] as const;
export type ServerTab = (typeof serverTabs)[number];

/** What an address says; whatever names none is the overview. */
export function parseTab(word: string | undefined): ServerTab {
  return serverTabs.find((tab) => tab === word) ?? 'overview';
}
