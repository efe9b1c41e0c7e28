// For elements that scroll: keyboards must reach them (WCAG 2.1.1), also where the browser does not see to it itself.

/** Spread onto the element that scrolls. */
export const scrollable = { tabIndex: 0 } as const;
