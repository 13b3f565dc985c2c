#!/usr/bin/env bash
# LlamaIndex.TS (@llamaindex/openai 0.4.23 with @llamaindex/core): where one chunk of a stream has two tool calls, only the first is handed on. A whole answer with the same
# two calls has both, and so has the AI SDK 6.0.326 in a stream. Expected: both calls. Servers that know the calls before they write send them so.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact @llamaindex/openai@0.4.23 llamaindex@0.12.1 \
  ai@6.0.326 @ai-sdk/openai-compatible@2.0.92 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { OpenAI } from '@llamaindex/openai';
import { jsonSchema, streamText, tool } from 'ai';

const tool_calls = ['Rome', 'Oslo'].map((city, index) =>
  ({ index, id: `call_${index}`, type: 'function', function: { name: 'weather', arguments: JSON.stringify({ city }) } }));
const choices = [{ index: 0, message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }];
const chunk = (delta, finish_reason = null, index = 0) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'any', choices: [{ index, delta, finish_reason }] })}\n\n`;
const chunks = [chunk({ role: 'assistant', content: null }), chunk({ tool_calls }), chunk({}, 'tool_calls')];
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

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const llm = new OpenAI({ model: 'gpt-4o', apiKey: 'none', baseURL, maxRetries: 0 });
const question = { messages: [{ role: 'user', content: 'How is the weather in Rome and Oslo?' }],
  tools: [{ metadata: { name: 'weather', description: 'The weather', parameters }, call: () => 'sunny' }] };
const cities = (calls) => calls.map(({ input }) => (typeof input === 'string' ? JSON.parse(input) : input).city);
console.log('LlamaIndex whole answer', cities((await llm.chat(question)).message.options.toolCall));
const seen = new Set();
for await (const part of await llm.chat({ ...question, stream: true })) {
  cities(part.options?.toolCall ?? []).forEach((city) => seen.add(city));
}
console.log('LlamaIndex stream', [...seen]);

const asked = [];
const result = streamText({
  model: createOpenAICompatible({ name: 'any', baseURL, apiKey: 'none' })('any'),
  prompt: 'How is the weather in Rome and Oslo?',
  tools: { weather: tool({ inputSchema: jsonSchema(parameters), execute: ({ city }) => { asked.push(city); } }) },
});
await result.consumeStream();
console.log('AI SDK stream', asked);
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "The model asks for the weather of two cities in one chunk:"
cat output

cat > expected <<'TEXT'
LlamaIndex whole answer [ 'Rome', 'Oslo' ]
LlamaIndex stream [ 'Rome' ]
AI SDK stream [ 'Rome', 'Oslo' ]
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
