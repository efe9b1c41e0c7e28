// Accepted tools from the side of one server: under which name they are kept, and what they mean for its rules.
import { ToolPins } from '../pins/tool-pins.ts';
import type { OfferRules } from '../relay/tool-rules.ts';
import type { ServerRuntimeOptions } from './server-runtime-options.ts';

/** null for the built-in server, whose tools are part of Patchbay. */
export function openPins(
  { description, pinMemory, catalogue }: ServerRuntimeOptions,
  isPinned: () => boolean,
): ToolPins | null {
  const { source, name } = description;
  if (source === 'built-in') return null;
  // Copies of a registered id are one server.
  const pinned = source === 'registered' ? `registered:${name.replace(/_\d+$/, '')}` : name;
  const pins = new ToolPins(pinMemory, pinned, isPinned);
  if (catalogue !== null) pins.learnt(catalogue);
  return pins;
}

export function withHeld(tools: OfferRules, pins: ToolPins): OfferRules {
  return pins.isPinned() ? { ...tools, isHeld: (tool, text) => pins.isHeld(tool, text) } : tools;
}

/** The tools that wait to be accepted. */
export function heldNames(pins: ToolPins | null): readonly string[] {
  return (pins?.changes() ?? []).flatMap(({ tool, isHeld }) => (isHeld ? [tool] : []));
}
