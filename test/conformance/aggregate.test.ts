// The official suite through `/mcp` with one server.
import { throughPatchbay } from './through.ts';

throughPatchbay((target) => target.route === '/mcp');
