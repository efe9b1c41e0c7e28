// The Content-Security-Policy of the page, one text for both of its homes: the window and the browser console.
// The page and all that it loads come from its own origin; nothing else is reachable from it. Images and sounds of tools'
// answers stand in the page itself (`data:`), where they can neither run anything nor ask anybody.

const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  'media-src data:',
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** The header's value. */
export const pageContentSecurityPolicy = directives.join('; ');
