// What a first start writes: valid as it stands, and with the slashes taken away still valid.

/** The text of a new config.json. No server in it is active: none would be known to work on this machine. */
export const exampleConfig = `// The configuration of Patchbay. It is read again whenever it is saved.
// Comments and trailing commas are fine. Every key is optional.
{
  // "gateway": { "port": 3004 },
  // "logging": { "level": "debug" },

  // Your MCP servers by name. Take the slashes away from one of these, or paste what another program's file has
  // under "mcpServers". Each is then at http://127.0.0.1:3004/mcp/<name>, and all of them at /mcp.
  "mcpServers": {
    // A program on this machine. \${NAME} is the environment variable NAME, \${NAME:-text} has a default.
    // "files": {
    //   "command": "npx",
    //   "args": ["-y", "@modelcontextprotocol/server-filesystem", "\${HOME}"],
    //   "env": { "API_KEY": "\${API_KEY:-}" },
    //   "tools": { "deny": ["write_*", "edit_*", "move_*"] },
    // },

    // A server that runs elsewhere.
    // "remote": {
    //   "url": "https://example.com/mcp",
    //   "headers": { "Authorization": "Bearer \${REMOTE_TOKEN}" },
    // },
  },
}
`;
