// The official suite through `/mcp/:server` in front of commands.
import { throughPatchbay } from './through.ts';

throughPatchbay((target) => target.transport === 'stdio' && target.route !== '/mcp');
