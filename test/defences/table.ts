// Every attack that the tests hold off, with the defence that does it.
import type { Defence } from './defence.ts';
import { offers } from './table/offers.ts';
import { output } from './table/output.ts';
import { pages } from './table/pages.ts';
import { planes } from './table/planes.ts';
import { requests } from './table/requests.ts';
import { tokens } from './table/tokens.ts';
import { upstreams } from './table/upstreams.ts';

export const defences: readonly Defence[] = [
  ...pages,
  ...tokens,
  ...planes,
  ...requests,
  ...upstreams,
  ...offers,
  ...output,
];
