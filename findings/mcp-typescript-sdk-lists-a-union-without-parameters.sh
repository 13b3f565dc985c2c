#!/usr/bin/env bash
# MCP TypeScript SDK 1.32.0, zod 4.6.7: a tool whose input is a union of objects is registered without a complaint, and its calls are checked by that
# union. In the list of tools its schema is an object without properties, so that no model can know a parameter, or
# why its call is refused. zod itself writes the union as oneOf. Expected: the union in the list, or an error when the tool is registered.
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

const place = z.discriminatedUnion('by', [
  z.object({ by: z.literal('city'), city: z.string() }),
  z.object({ by: z.literal('post code'), code: z.string() }),
]);
console.log('zod:', JSON.stringify(Object.keys(z.toJSONSchema(place))));
const server = new McpServer({ name: 'weather', version: '1' });
server.registerTool('weather', { inputSchema: place }, () => ({ content: [{ type: 'text', text: 'sunny' }] }));
const client = new Client({ name: 'client', version: '1' });
const [one, other] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(one), client.connect(other)]);
console.log('list of tools:', JSON.stringify((await client.listTools()).tools[0].inputSchema));
const call = async (args) => console.log('call', JSON.stringify(args), 'is refused:',
  (await client.callTool({ name: 'weather', arguments: args })).isError === true);
await call({ city: 'Rome' });
await call({ by: 'city', city: 'Rome' });
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "MCP TypeScript SDK 1.32.0, zod 4.6.7:"
cat output

cat > expected <<'TEXT'
zod: ["$schema","oneOf"]
list of tools: {"type":"object","properties":{}}
call {"city":"Rome"} is refused: true
call {"by":"city","city":"Rome"} is refused: false
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
