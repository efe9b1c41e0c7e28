// Templates of addresses (RFC 6570, the simple forms that servers use): their variables, and the address that they make.

const expression = /\{([+#./;?&]?)([^{}]*)\}/gu;

/** The names in a template, each once. */
export function templateVariables(template: string): readonly string[] {
  const names = [...template.matchAll(expression)].flatMap(([, , list = '']) => namesIn(list));
  return [...new Set(names)];
}

/** The address; a variable without a value is left out. */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(expression, (_all, operator: string, list: string) => {
    const given = namesIn(list).filter((name) => (values[name] ?? '') !== '');
    const isWhole = operator === '+' || operator === '#';
    const encode = isWhole ? encodeURI : encodeURIComponent;
    const isNamed = operator === '?' || operator === '&' || operator === ';';
    const parts = given.map((name) => {
      const value = encode(values[name] ?? '');
      return isNamed ? `${name}=${value}` : value;
    });
    if (parts.length === 0) return '';
    const first = operator === '+' ? '' : operator;
    const between = operator === '?' ? '&' : operator === '' || isWhole ? ',' : operator;
    return first + parts.join(between);
  });
}

function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.replace(/(\*|:\d+)$/u, '').trim())
    .filter((name) => name !== '');
}
