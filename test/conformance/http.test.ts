// The official suite through `/mcp/:server` in front of servers behind a URL.
import { throughPatchbay } from './through.ts';

throughPatchbay((target) => target.transport === 'http' && target.route !== '/mcp');
