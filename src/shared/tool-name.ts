// Names that tools can be given. Free of schemas, so that the page may read it as well.

/** Names that every client takes (MCP 2025-11-25, server/tools, tool names). */
export const toolNamePattern = /^[A-Za-z0-9_.-]{1,128}$/;
