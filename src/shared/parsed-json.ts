// A text that may be JSON, as it comes from files and answers. Says nothing of what is wrong with it.

/** The value; undefined where it is none, so that whoever reads it finds no more than in what is absent. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
