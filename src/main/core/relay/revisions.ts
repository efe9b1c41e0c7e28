// The protocol revisions that the gateway speaks with sessions. The modern era (2026-07-28) has none and comes apart.

/** Revisions of the legacy era, newest first. */
export const legacyRevisions: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

export const newestLegacyRevision = '2025-11-25';
