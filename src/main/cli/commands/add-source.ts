// `patchbay add FILE_OR_ADDRESS`: a server from an .mcpb, a server.json or a patchbay:// link, shown whole and settled
// before it is added.
import path from 'node:path';
import type { PatchbayClient } from '../../../shared/contract.ts';
import { consentLines } from '../../../shared/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import type { OfferPlan, OfferSetting, OfferWay, ServerOffer } from '../../../shared/offers.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { askYes, readSecret, readShown } from '../input.ts';
import { printable, printableLine } from '../output/printable.ts';

export interface SourceOptions extends CommonOptions {
  readonly name?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly way?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Whether a word is a file, an address or a link rather than a name. */
export function isSource(word: string): boolean {
  return /[/\\]|^[a-z][a-z0-9+.-]*:|\.(?:mcpb|dxt|json)$/i.test(word);
}

export async function addFromSource(
  word: string,
  options: SourceOptions,
  context: CommandContext,
): Promise<void> {
  const { client } = context.connect(options);
  const { surroundings } = context;
  const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(word) && !/^[a-z]:[/\\]/i.test(word);
  const offer = await readOffer(
    client,
    isAddress ? word : path.resolve(surroundings.workingDir, word),
    options,
    context,
  );
  const way = chosenWay(offer, options.way);
  if (way.isBundle) {
    const bundle = await client.readBundle({ offer: offer.id, way: way.id });
    return finish(bundle, chosenWay(bundle, undefined), options, context);
  }
  return finish(offer, way, options, context);
}

/** A link that names a file is not followed before somebody has agreed to that. */
async function readOffer(
  client: PatchbayClient,
  source: string,
  { yes }: SourceOptions,
  { surroundings }: CommandContext,
): Promise<ServerOffer> {
  const offer = await client.readOffer({ source });
  if (offer.fetches === null) return offer;
  const isAgreed = yes === true || (await askYes(surroundings, `Fetch ${offer.fetches}?`)) === true;
  if (!isAgreed) throw refused('Nothing was fetched.');
  return client.readOffer({ source: offer.fetches });
}

function chosenWay({ ways }: ServerOffer, wanted: string | undefined): OfferWay {
  const way = ways.find(({ id, problem }) => (wanted === undefined ? problem === null : id === wanted));
  if (way !== undefined && way.problem === null) return way;
  throw new AppError('BAD_REQUEST', way?.problem ?? 'There is no such way to have it here.', {
    expected: ways.map(({ id, label, problem }) => `${id}: ${problem ?? label}`).join('; '),
  });
}

async function finish(
  offer: ServerOffer,
  way: OfferWay,
  options: SourceOptions,
  context: CommandContext,
): Promise<void> {
  const { client } = context.connect(options);
  const { output } = context;
  if (options.json !== true) printOffer(offer, context);
  if (options.dryRun === true) {
    if (options.json === true) output.json(offer);
    return;
  }
  const settings = await settingsFor(way.settings, options, context);
  const plan = await client.settleOffer({
    offer: offer.id,
    way: way.id,
    settings,
    ...(options.name === undefined ? {} : { name: options.name }),
  });
  await requireYes(plan, options, context);
  const server = await client.addOffer({ consent: plan.consent });
  if (options.json === true) output.json(server);
  else output.line(`${server.name}: ${printableLine(server.summary)}`);
}

/** What was given with --set, and what is still required, asked for where somebody can be asked. */
async function settingsFor(
  settings: readonly OfferSetting[],
  { set = {} }: SourceOptions,
  { surroundings }: CommandContext,
): Promise<Record<string, string | string[]>> {
  const found: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(set)) {
    const one = settings.find((each) => each.key === key || each.title === key);
    found[one?.key ?? key] = one?.isMultiple === true ? value.split(',') : value;
  }
  for (const one of settings) {
    const { stdin, stderr } = surroundings;
    const isNeeded = one.isRequired && found[one.key] === undefined && one.default === null;
    if (!isNeeded || stdin?.isTTY !== true) continue;
    const read = one.isSensitive ? readSecret : readShown;
    found[one.key] = await read({ stdin, stderr }, one.title);
  }
  return found;
}

async function requireYes(
  { view, secrets, folder }: OfferPlan,
  { yes }: SourceOptions,
  { output, surroundings }: CommandContext,
): Promise<void> {
  if (yes === true) return;
  for (const line of consentLines(view)) output.problem(printable(line));
  for (const secret of secrets) output.problem(printableLine(`  kept as a secret: ${secret}`));
  if (folder !== null) output.problem(printableLine(`  unpacked into ${folder}`));
  const answer = await askYes(surroundings, 'Add it?');
  if (answer === true) return;
  throw refused(`"${view.name}" was not added.`, answer);
}

function refused(what: string, answer: boolean | null = null): AppError {
  return new AppError('CONSENT_NEEDED', what, {
    expected:
      answer === null
        ? 'Where nobody can be asked, --yes says that you agree to it.'
        : 'Only y or yes is a yes.',
  });
}

function printOffer(
  { title, version, author, description, source, ways }: ServerOffer,
  { output }: CommandContext,
): void {
  const by = [title, version, author === null ? null : `by ${author}`].filter((part) => part !== null);
  output.line(printableLine(by.join(' ')));
  if (description !== null) output.line(printableLine(description));
  output.line(printableLine(`from ${source}`));
  for (const { id, label, problem, settings } of ways) {
    output.line(printableLine(`${id}: ${label}${problem === null ? '' : `; ${problem}`}`));
    for (const { key, title: name, isRequired, isSensitive, description: about } of settings) {
      const facts = [isRequired ? 'required' : 'optional', ...(isSensitive ? ['kept as a secret'] : [])];
      output.line(printableLine(`  ${key} (${facts.join(', ')}): ${about ?? name}`));
    }
  }
}
