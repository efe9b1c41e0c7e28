// `${…}` in the entries of other programs, said in the words of config.json: which of them a client knows differs, and
// what it takes as it stands must stay as it is. Pure.
import type { VariableStyle } from './types.ts';

export interface Translated {
  readonly text: string;
  /** What the client would ask a person for, by id; `inputMark` stands in the text for each. */
  readonly inputs: readonly string[];
  /** What only the client itself knows, such as `${workspaceFolder}`. */
  readonly unknown: readonly string[];
}

export interface TranslateContext {
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
}

const variable = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Stands for an input until its secret has a name. No configuration holds NUL. */
export function inputMark(id: string): string {
  return `\0${id}\0`;
}

/** Never throws. */
export function translateText(text: string, style: VariableStyle, context: TranslateContext): Translated {
  const inputs: string[] = [];
  const unknown: string[] = [];
  const inBraces = (whole: string, inner: string): string => {
    if (style === 'none') return escaped(whole);
    if (style !== 'editor') return variable.test(inner) ? `\${${inner}}` : escaped(whole);
    const [prefix = '', rest = ''] = inner.split(/:(.*)/s);
    if (prefix === 'env' && plainName.test(rest)) return `\${${rest}}`;
    if (prefix === 'input' && rest !== '') {
      inputs.push(rest);
      return inputMark(rest);
    }
    if (inner === 'userHome') return escaped(context.homeDir);
    if (inner === 'pathSeparator' || inner === '/') return context.platform === 'win32' ? '\\' : '/';
    unknown.push(whole);
    return escaped(whole);
  };
  const translated = text.replace(
    /\$\{([^{}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)|\$\{/g,
    (whole: string, inner: string | undefined, bare: string | undefined) => {
      if (inner !== undefined) return inBraces(whole, inner);
      if (bare !== undefined) return style === 'shell-bare' ? `\${${bare}}` : whole;
      return escaped(whole);
    },
  );
  return { text: translated, inputs, unknown };
}

/** As config.json writes what means itself. */
function escaped(text: string): string {
  return text.replaceAll('${', () => '$${');
}
