// A server's tool rules made ready for use: the configuration's words together with what the server offers. Made anew only
// when either has changed, as every call asks for them.
import type { ToolRules } from '../../../shared/config-schema.ts';
import type { Logger } from '../ports.ts';
import type { Catalogue } from '../relay/catalogue.ts';
import { clashText, toolNames, type NameClash } from '../relay/tool-names.ts';
import { isToolAllowed, type OfferRules } from '../relay/tool-rules.ts';

interface Made {
  readonly tools: ToolRules;
  readonly catalogue: Catalogue | null;
  readonly rules: OfferRules;
}

const none: ToolRules = {};

export class RulesInForce {
  private readonly serverName: string;
  private readonly logger: Logger;
  private readonly told = new Set<string>();
  private made: Made | null = null;

  constructor(serverName: string, logger: Logger) {
    this.serverName = serverName;
    this.logger = logger;
  }

  rules(tools: ToolRules | undefined = none, catalogue: Catalogue | null): OfferRules {
    if (this.made?.tools === tools && this.made.catalogue === catalogue) return this.made.rules;
    if (tools.rename === undefined) return tools;
    const { rename, ...rules } = tools;
    const offered = catalogue?.lists.tools.map(({ key }) => key).filter((key) => isToolAllowed(rules, key));
    const names = toolNames(rename, offered ?? null);
    for (const clash of names?.clashes ?? []) this.tell(clash);
    this.made = { tools, catalogue, rules: { ...rules, names } };
    return this.made.rules;
  }

  private tell({ tool, name }: NameClash): void {
    const text = clashText(this.serverName, { tool, name });
    if (!this.told.has(text)) this.logger.warn(text);
    this.told.add(text);
  }
}
