// config.json's schema as JSON Schema: for editors, and for the words in which a fault says what was expected.
import { z } from 'zod';
import { configSchema } from './config-schema.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** JSON Schema (2020-12) of what may be written, defaults and descriptions included. */
export function configJsonSchema(): JsonSchema {
  return {
    ...z.toJSONSchema(configSchema, { io: 'input' }),
    title: 'Configuration of Patchbay',
    // The file is JSON with comments; VS Code takes these two as leave for them.
    allowComments: true,
    allowTrailingCommas: true,
  };
}
