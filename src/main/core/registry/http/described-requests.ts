// What is sent to the registration routes, as schemas: what `announcement.ts` and `fields.ts` take, which have the words for
// what is wrong. Fields that are null count as absent.
import { z } from 'zod';
import { reservedNames, serverNamePattern } from '../../../../shared/names.ts';

const id = z
  .string()
  .regex(serverNamePattern)
  .describe(`Not, in any case, ${reservedNames.join(', ')}.`);

const url = z
  .string()
  .max(2048)
  .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s\\#]+$/)
  .describe('http or https, without credentials; no link-local or cloud metadata address.');

/** The names of the older form count where those of the newer one are absent. */
const named = z.union([z.looseObject({ server_id: id }), z.looseObject({ name: id })]);
const placed = z.union([z.looseObject({ server_url: url }), z.looseObject({ url })]);

const about = z.looseObject({
  server_name: z.string().nullish(),
  description: z.string().nullish(),
  capabilities: z.array(z.string()).nullish(),
  metadata: z.looseObject({}).nullish().describe('Kept, never interpreted; nested at most 32 deep.'),
  uuid: z
    .string()
    .max(128)
    .nullish()
    .describe('Best a UUID4: another one at the same URL is another process.'),
});

export const serverAnnouncement = z
  .intersection(z.intersection(named, placed), about)
  .meta({ id: 'ServerAnnouncement', description: 'A server that announces itself.' });

export const clientAnnouncement = z
  .looseObject({
    client_info: z.unknown().optional().describe('Best its name and version; at most 8192 characters.'),
    capabilities: z.unknown().optional(),
  })
  .meta({
    id: 'ClientAnnouncement',
    description: 'A client that registers: anything that does not begin to name a server.',
    not: {
      anyOf: [
        { required: ['server_id'] },
        { required: ['server_url'] },
        { required: ['name', 'url'] },
        { required: ['url'], not: { required: ['client_info'] } },
      ],
    },
  });

const text = z.string().nullish();

export const serverReference = z
  .looseObject({
    server_key: text,
    server_id: text,
    name: text.describe('An older word for `server_id`.'),
    server_url: text,
    url: text.describe('An older word for `server_url`.'),
    copy_number: z.int().min(1).nullish(),
  })
  .meta({ id: 'ServerReference', description: 'Which server is meant, by its key, its id or its URL.' });

export const sessionReference = z
  .looseObject({ session_id: text.describe('Or in the header X-Session-ID.') })
  .meta({ id: 'SessionReference', description: 'Which client is meant.' });
