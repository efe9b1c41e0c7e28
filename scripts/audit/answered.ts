// What `npm audit` finds against what docs/SECURITY.md answers. Pure.

/** Of one lock file, as `npm audit --json` prints it; other members are of no concern. */
export interface AuditReport {
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

interface Advisory {
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  /** Ends in the id of the advisory. */
  readonly url: string;
}

export interface Finding {
  /** Such as GHSA-xxxx-xxxx-xxxx. */
  readonly id: string;
  readonly text: string;
}

/** Each advisory once. Throws where the registry gave no answer: no findings must not look like that. */
export function findingsIn(report: AuditReport): readonly Finding[] {
  const said = [report.error?.summary, report.message].find((text) => text !== undefined && text !== '');
  if (report.vulnerabilities === undefined)
    throw new Error(`npm audit had no answer: ${said ?? 'the registry could not be asked'}`);
  const advisories = Object.values(report.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((one) => typeof one !== 'string');
  const found = advisories.map(({ name, title, severity, url }): [string, Finding] => {
    const id = url.slice(url.lastIndexOf('/') + 1);
    return [id, { id, text: `${id}: ${name} (${severity}): ${title}` }];
  });
  return [...new Map(found).values()];
}

/** Those that the page says nothing of. */
export function unanswered(findings: readonly Finding[], page: string): readonly Finding[] {
  return findings.filter(({ id }) => !page.includes(`| ${id} `) && !page.includes(`| \`${id}\` `));
}

/** Ids that the page answers and that are found no more. */
export function outdated(findings: readonly Finding[], page: string): readonly string[] {
  const answered = [...page.matchAll(/^\| `?(GHSA-[\w-]+)`? /gm)].map(([, id]) => id ?? '');
  return answered.filter((id) => !findings.some((finding) => finding.id === id));
}
