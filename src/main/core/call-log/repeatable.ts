// Which requests mean the same when Patchbay sends them once more: those that belong to no session, task or subscription.

const repeatable: ReadonlySet<string> = new Set([
  'ping',
  'tools/list',
  'tools/call',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'completion/complete',
]);

export function isRepeatable(method: string): boolean {
  return repeatable.has(method);
}
