#!/usr/bin/env bash
# LangChain.js (@langchain/openai 1.6.0, @langchain/core 1.4.0): where the token limit cuts a tool call (finish_reason "length"), a stream lists it among the
# valid tool_calls, with the JSON closed behind what had come, so that an amount of 1500 may become 1. invoke() lists the same answer in
# invalid_tool_calls. The AI SDK 6.0.326 runs no tool. Expected: an invalid tool call, as invoke() says.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact @langchain/openai@1.6.0 @langchain/core@1.4.0 \
  ai@6.0.326 @ai-sdk/openai-compatible@2.0.92 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { jsonSchema, streamText, tool } from 'ai';

const cut = '{"to":"Ann","amount":1';
const call = { id: 'call_1', type: 'function', function: { name: 'transfer', arguments: cut } };
const choices = [{ index: 0, message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'length' }];
const chunk = (delta, finish_reason = null, index = 0) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'any', choices: [{ index, delta, finish_reason }] })}\n\n`;
const chunks = [chunk({ role: 'assistant', content: null }), chunk({ tool_calls: [{ index: 0, ...call }] }), chunk({}, 'length')];
const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const part of request) {
    body += part;
  }
  const { stream } = JSON.parse(body);
  response.setHeader('content-type', stream ? 'text/event-stream' : 'application/json');
  response.end(stream ? `${chunks.join('')}data: [DONE]\n\n`
    : JSON.stringify({ id: '1', object: 'chat.completion', created: 1, model: 'any', choices }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseURL = `http://127.0.0.1:${server.address().port}/v1`;

const parameters = { type: 'object', properties: { to: { type: 'string' }, amount: { type: 'number' } }, required: ['to', 'amount'] };
const model = new ChatOpenAI({ model: 'any', apiKey: 'none', maxRetries: 0, configuration: { baseURL } })
  .bindTools([{ type: 'function', function: { name: 'transfer', parameters } }]);
const show = (name, { tool_calls, invalid_tool_calls }) =>
  console.log(`${name}: valid ${JSON.stringify(tool_calls.map(({ args }) => args))}, invalid ${invalid_tool_calls.length}`);
let whole;
for await (const part of await model.stream('Pay Ann')) {
  whole = whole ? whole.concat(part) : part;
}
show('LangChain.js stream', whole);
show('LangChain.js invoke', await model.invoke('Pay Ann'));

let runs = 0;
const result = streamText({
  model: createOpenAICompatible({ name: 'any', baseURL, apiKey: 'none' })('any'),
  prompt: 'Pay Ann',
  onError: () => {},
  tools: { transfer: tool({ inputSchema: jsonSchema(parameters), execute: () => { runs++; } }) },
});
await result.consumeStream();
console.log(`AI SDK stream: tools run ${runs}`);
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "The model was about to transfer 1500 and reached its token limit behind the first digit:"
cat output

cat > expected <<'TEXT'
LangChain.js stream: valid [{"to":"Ann","amount":1}], invalid 0
LangChain.js invoke: valid [], invalid 1
AI SDK stream: tools run 0
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
