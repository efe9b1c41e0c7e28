// URIs for what several servers offer under the same one: the first keeps it, the others' get their server's name in
// front and lead back to it (S2.5). Pure.

/** What identifies an item at its server. */
export interface Origin {
  readonly server: string;
  /** The name, URI or template as clients of the server alone know it. */
  readonly key: string;
  /** What the server itself calls the tool, where that is another name. */
  readonly own?: string;
}

/** Hosts know the pages of apps by their scheme (MCP apps, UI resource format). */
const uiScheme = 'ui://';
const forms: readonly { readonly prefix: string; readonly scheme: string }[] = [
  { prefix: 'ui://patchbay/', scheme: uiScheme },
  { prefix: 'patchbay://', scheme: '' },
];

/** A URI for what another server offers under the same one. Templates stay templates: `{…}` is kept. */
export function clashingUri(server: string, uri: string): string {
  return uri.startsWith(uiScheme)
    ? `ui://patchbay/${server}/${uri.slice(uiScheme.length)}`
    : `patchbay://${server}/${uri}`;
}

/** The other way round; null for a URI that is not of this kind. */
export function originOfClashing(uri: string): Origin | null {
  for (const { prefix, scheme } of forms) {
    if (!uri.startsWith(prefix)) continue;
    const end = uri.indexOf('/', prefix.length);
    const key = uri.slice(end + 1);
    if (end > prefix.length && key !== '')
      return { server: uri.slice(prefix.length, end), key: scheme + key };
  }
  return null;
}

const variable = /\{[^{}]*\}/;

/** How many characters of a template are not up to a variable: of several that fit, the one with the most fits best. */
export function literalLength(template: string): number {
  return template.split(variable).join('').length;
}

/** Templates of one shape take the same URIs, whatever their variables are called. */
export function templateShape(template: string): string {
  return template.replaceAll(/\{([+#./;?&]?)[^{}]*\}/g, '{$1}');
}

/**
 * Whether a URI can come from a template (RFC 6570): its literal parts stand in it, in order, with the scheme among them;
 * what might be anything is not looked at.
 */
export function fitsTemplate(template: string, uri: string): boolean {
  const [head = '', ...rest] = template.split(variable);
  const tail = rest.pop();
  if (tail === undefined) return template === uri;
  if (
    !head.includes(':') ||
    !uri.startsWith(head) ||
    !uri.endsWith(tail) ||
    uri.length < head.length + tail.length
  )
    return false;
  let at = head.length;
  for (const part of rest) {
    const found = uri.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= uri.length - tail.length;
}
