// `/openapi.json` as a program reads it: which requests there are, and whether an answer is one that was announced.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json, RawAnswer } from './raw-mcp.ts';

export interface Operation {
  readonly operationId?: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly headers?: Headers; readonly content?: Content }>>;
}

type Headers = Readonly<Record<string, { readonly required?: boolean }>>;
type Content = Readonly<Record<string, { readonly schema: Json }>>;

export interface OpenApi extends Json {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<'schemas' | 'securitySchemes', Json>>;
}

/** `POST /cmd` and so on. */
export function operationsOf({ paths }: OpenApi): ReadonlyMap<string, Operation> {
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, each]) => [`${method.toUpperCase()} ${path}`, each] as const),
    ),
  );
}

export class Described {
  private readonly operations: ReadonlyMap<string, Operation>;
  private readonly compiled = new Map<Json, ValidateFunction>();
  private readonly ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });

  constructor(document: OpenApi) {
    this.operations = operationsOf(document);
    addFormats.default(this.ajv);
    // What OpenAPI adds to JSON Schema, and the document around the schemas.
    this.ajv.addVocabulary(Object.keys(document));
    this.ajv.addSchema(document, 'openapi');
  }

  operation(name: string): Operation {
    const found = this.operations.get(name);
    if (found === undefined) throw new Error(`${name} is not described.`);
    return found;
  }

  /** Throws unless this status, these headers and this body stand in the description of the operation. */
  requireAnnounced(name: string, { status, headers, text }: RawAnswer): void {
    const { responses } = this.operation(name);
    const response = responses[String(status)];
    if (response === undefined)
      throw new Error(`${name} answered ${status}, which is not described: ${text}`);
    const { content, headers: announced = {} } = response;
    const missing = Object.entries(announced)
      .filter(([key, { required = false }]) => required && headers[key.toLowerCase()] === undefined)
      .map(([key]) => key);
    if (missing.length > 0) throw new Error(`${name} answered ${status} without ${missing.join(', ')}.`);
    if (content === undefined) {
      if (text === '') return;
      throw new Error(`${name} answered ${status} with a body, which is not described: ${text}`);
    }
    const type = String(headers['content-type']);
    const media = content[type] ?? content[type.split(';')[0] ?? ''];
    if (media === undefined) throw new Error(`${name} answered ${type}, which is not described.`);
    const body: unknown = type.startsWith('application/json') ? JSON.parse(text) : text;
    const faults = this.faults(media.schema, body);
    if (faults.length === 0) return;
    throw new Error(`${name} answered ${status} otherwise than described: ${faults.join('; ')} in ${text}`);
  }

  /** Whether a body is one that the operation takes. */
  takes(name: string, body: unknown): boolean {
    const media = this.operation(name).requestBody?.content['application/json'];
    if (media === undefined) throw new Error(`${name} is not described as taking JSON.`);
    return this.faults(media.schema, body).length === 0;
  }

  /** Throws for a schema that is none. */
  faults(schema: Json, value: unknown): readonly string[] {
    const known = this.compiled.get(schema);
    const validate = known ?? this.ajv.compile(within(schema) as Json);
    this.compiled.set(schema, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
  }
}

/** A part of the document that can stand alone: its references say which document they are into. */
function within(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(within);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `openapi${value}` : within(value),
    ]),
  );
}
