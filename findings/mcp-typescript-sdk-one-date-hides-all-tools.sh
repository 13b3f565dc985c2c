#!/usr/bin/env bash
# MCP TypeScript SDK 1.32.0, zod 4.6.7: a tool with a parameter z.coerce.date() is registered without a complaint and can be called. A date cannot be
# written as JSON Schema, and so the whole list of tools fails: no client sees any tool of that server, also none of those without a date.
# Expected: an error when the tool is registered, or a list of the other tools.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact @modelcontextprotocol/sdk@1.32.0 zod@4.6.7 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

const server = new McpServer({ name: 'weather', version: '1' });
server.registerTool('now', { inputSchema: { city: z.string() } }, () => ({ content: [{ type: 'text', text: 'sunny' }] }));
console.log('a tool without a date is registered');
server.registerTool('on', { inputSchema: { day: z.coerce.date() } },
  ({ day }) => ({ content: [{ type: 'text', text: `rain in ${day.getUTCFullYear()}` }] }));
console.log('a tool with a date is registered');
const client = new Client({ name: 'client', version: '1' });
const [one, other] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(one), client.connect(other)]);
const shown = (call) => call().then((result) => JSON.stringify(result), (error) => `error: ${error.message}`);
console.log('list of tools:', await shown(() => client.listTools()));
console.log('call with a date:', await shown(() => client.callTool({ name: 'on', arguments: { day: '2026-01-31' } })));
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "MCP TypeScript SDK 1.32.0, zod 4.6.7:"
cat output

cat > expected <<'TEXT'
a tool without a date is registered
a tool with a date is registered
list of tools: error: MCP error -32603: Date cannot be represented in JSON Schema
call with a date: {"content":[{"type":"text","text":"rain in 2026"}]}
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
