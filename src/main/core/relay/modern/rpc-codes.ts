// Error codes that the modern era added (MCP 2026-07-28, basic, error codes).

export const modernCode = {
  headerMismatch: -32_020,
  missingCapability: -32_021,
  unsupportedVersion: -32_022,
} as const;
