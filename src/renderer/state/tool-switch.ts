// What the switch and the name of one tool mean for the rules of its server (`tools` in config.json). Pure; the core has
// the last word.
import type { ToolRules } from '../../shared/server-entry-schema.ts';

/** The pattern that denies a tool and is not just its name; null where a switch can undo what denies it. */
export function denyingPattern(rules: ToolRules, tool: string): string | null {
  return rules.deny?.find((pattern) => pattern.includes('*') && isMatch(pattern, tool)) ?? null;
}

/** The rules under which a tool is offered, or is not, and everything else stays. */
export function withOffer(rules: ToolRules, tool: string, isOffered: boolean): ToolRules {
  const others = (rules.deny ?? []).filter((name) => name !== tool);
  if (!isOffered) {
    const allow = rules.allow?.filter((name) => name !== tool);
    const isGone = allow !== undefined && !allow.some((pattern) => isMatch(pattern, tool));
    // Out of the list of those that are allowed is enough.
    return isGone ? { ...rules, allow } : { ...rules, deny: [...others, tool] };
  }
  const deny = rules.deny === undefined ? {} : { deny: others };
  const isAllowed = rules.allow === undefined || rules.allow.some((pattern) => isMatch(pattern, tool));
  return { ...rules, ...deny, ...(isAllowed ? {} : { allow: [...(rules.allow ?? []), tool] }) };
}

/** The rules under which a tool has this name; its own, or none, is no other name. */
export function withName(rules: ToolRules, tool: string, name: string): ToolRules {
  const { [tool]: _old, ...others } = rules.rename ?? {};
  const rename = name === '' || name === tool ? others : { ...others, [tool]: name };
  return { ...rules, rename };
}

function isMatch(pattern: string, tool: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^]*')}$`).test(tool);
}
