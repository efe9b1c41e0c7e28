// What strangers say about a server, as people are shown it: nothing in it hides, reorders or imitates, and there is no
// more of it than can be looked at. Pure.
import type { OfferSetting } from '../../../shared/offers.ts';
import { hasUnseen, visibleText } from '../consent/visible-text.ts';
import { unusableOffer } from './faults.ts';
import type { OfferFacts, ReadWay } from './types.ts';

const mostSettings = 200;
const longestLine = 300;
const longestText = 4000;

/** Throws OFFER_UNUSABLE where it cannot be shown. */
export function showable(facts: OfferFacts, source: string): OfferFacts {
  const { title, description, version, author, ways } = facts;
  return {
    ...facts,
    title: line(title),
    description: description === null ? null : shown(description),
    version: version === null ? null : line(version),
    author: author === null ? null : line(author),
    ways: ways.map((way) => showableWay(way, source)),
  };
}

function showableWay(way: ReadWay, source: string): ReadWay {
  const { label, problem, settings } = way;
  if (settings.length > mostSettings)
    throw unusableOffer(source, `asks for ${settings.length} settings`, `At most ${mostSettings} are shown.`);
  const odd = settings.find(({ key }) => key.length > 200 || hasUnseen(key));
  if (odd !== undefined)
    throw unusableOffer(
      source,
      `names a setting "${line(odd.key)}"`,
      'Names have at most 200 characters, all of them to be seen.',
    );
  return {
    ...way,
    label: line(label),
    problem: problem === null ? null : line(problem),
    // One that is named twice is asked for once.
    settings: [...new Map(settings.map((one) => [one.key, one])).values()].map((one): OfferSetting => ({
      ...one,
      title: line(one.title),
      description: one.description === null ? null : shown(one.description),
    })),
  };
}

function line(text: string): string {
  return cut(visibleText(text.slice(0, longestLine * 2)), longestLine);
}

/** Of several lines; where they end means nothing here. */
function shown(text: string): string {
  return cut(visibleText(text.slice(0, longestText * 2).replaceAll(/\s+/g, ' ')), longestText);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
