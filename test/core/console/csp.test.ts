import { expect, it } from 'vitest';
import { pageContentSecurityPolicy } from '../../../src/main/core/console/csp.ts';

it('lets the page load from its own origin only; images and sounds also from the page itself', () => {
  const sources = Object.fromEntries(
    pageContentSecurityPolicy.split('; ').map((directive) => {
      const [name = '', ...allowed] = directive.split(' ');
      return [name, allowed.join(' ')];
    }),
  );
  expect(sources).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'media-src': 'data:',
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
});
