// The first thing that a schema objects to, as the end of a sentence.
import type { z } from 'zod';

export function describeIssues({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'it is not as it should be';
  const key = issue.path.join('.');
  return key === '' ? issue.message : `"${key}": ${issue.message}`;
}
