// Where an editor's view stands: below a shadow root. There CodeMirror gives its styles to the browser as style sheets of
// its own making, which the page's content policy allows; in the document it would make style elements, which it forbids.
export function shadowRootOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: 'open' });
}
