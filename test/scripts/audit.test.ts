import { describe, expect, it } from 'vitest';
import { findingsIn, outdated, unanswered } from '../../scripts/audit/answered.ts';

const report = {
  vulnerabilities: {
    a: {
      via: [
        {
          name: 'a',
          title: 'reads too much',
          severity: 'high',
          url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
        },
      ],
    },
    // Depends on it.
    b: { via: ['a'] },
  },
};

describe('the findings of npm audit', () => {
  it('are told once each', () => {
    expect(findingsIn(report)).toEqual([
      { id: 'GHSA-aaaa-bbbb-cccc', text: 'GHSA-aaaa-bbbb-cccc: a (high): reads too much' },
    ]);
    expect(findingsIn({ vulnerabilities: {} })).toEqual([]);
  });

  it('are not none because nobody answered', () => {
    expect(() => findingsIn({ message: 'no network' })).toThrow('no network');
    expect(() => findingsIn({ error: { summary: 'not found' } })).toThrow('not found');
  });

  it('are answered by a row of the page that begins with the id', () => {
    const findings = findingsIn(report);
    expect(unanswered(findings, 'nothing of GHSA-aaaa-bbbb-cccc')).toEqual(findings);
    expect(unanswered(findings, '| GHSA-aaaa-bbbb-cccc | a | not reached |')).toEqual([]);
    expect(unanswered(findings, '| `GHSA-aaaa-bbbb-cccc` | a | not reached |')).toEqual([]);
  });

  it('that are gone need no row any more', () => {
    const page = '| GHSA-aaaa-bbbb-cccc | a |\n| GHSA-dddd-eeee-ffff | b |\n';
    expect(outdated(findingsIn(report), page)).toEqual(['GHSA-dddd-eeee-ffff']);
  });
});
