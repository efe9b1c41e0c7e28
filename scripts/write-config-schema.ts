// Writes schema/config.schema.json, the JSON Schema that editors use for config.json.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { configJsonSchema } from '../src/shared/config-json-schema.ts';

const file = path.join(import.meta.dirname, '..', 'schema', 'config.schema.json');
const style = await resolveConfig(file);
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, await format(JSON.stringify(configJsonSchema()), { ...style, filepath: file }));
console.log(`Wrote ${path.relative(process.cwd(), file)}.`);
