// Which list changes a server of the modern era tells of, as a filter for `subscriptions/listen`
// (MCP 2026-07-28, basic/patterns/subscriptions).
import { isRecord } from '../../../../shared/is-record.ts';

export function listChangesOf(
  capabilities: Readonly<Record<string, unknown>>,
): Readonly<Record<string, true>> {
  const tells = (name: string): boolean => {
    const capability = capabilities[name];
    return isRecord(capability) && capability['listChanged'] === true;
  };
  return {
    ...(tells('tools') ? { toolsListChanged: true as const } : {}),
    ...(tells('prompts') ? { promptsListChanged: true as const } : {}),
    ...(tells('resources') ? { resourcesListChanged: true as const } : {}),
  };
}
