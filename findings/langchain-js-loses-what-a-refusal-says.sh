#!/usr/bin/env bash
# LangChain.js (@langchain/openai 1.6.0): where a model refuses (the text in "refusal", "content" null), the message is empty and its words are nowhere, neither
# in additional_kwargs nor in response_metadata, by invoke() and by a stream. openai 7.59.0 has them in message.refusal. Expected: the words of the refusal.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact @langchain/openai@1.6.0 @langchain/core@1.4.0 openai@7.59.0 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';

const choices = [{ index: 0, message: { role: 'assistant', content: null, refusal: 'I cannot help.' }, finish_reason: 'stop' }];
const chunk = (delta, finish_reason = null, index = 0) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'any', choices: [{ index, delta, finish_reason }] })}\n\n`;
const chunks = [chunk({ role: 'assistant', content: null, refusal: 'I cannot ' }), chunk({ refusal: 'help.' }), chunk({}, 'stop')];
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

const model = new ChatOpenAI({ model: 'any', apiKey: 'none', maxRetries: 0, configuration: { baseURL } });
const show = (name, message) =>
  console.log(`${name}: text "${message.content}", the words anywhere: ${JSON.stringify(message).includes('help')}`);
show('LangChain.js invoke', await model.invoke('Hello'));
let whole;
for await (const part of await model.stream('Hello')) {
  whole = whole ? whole.concat(part) : part;
}
show('LangChain.js stream', whole);

const completions = new OpenAI({ apiKey: 'none', baseURL, maxRetries: 0 }).chat.completions;
const request = { model: 'any', messages: [{ role: 'user', content: 'Hello' }] };
console.log(`openai create: refusal "${(await completions.create(request)).choices[0].message.refusal}"`);
console.log(`openai stream: refusal "${(await completions.stream(request).finalMessage()).refusal}"`);
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "The model refuses with the words \"I cannot help.\":"
cat output

cat > expected <<'TEXT'
LangChain.js invoke: text "", the words anywhere: false
LangChain.js stream: text "", the words anywhere: false
openai create: refusal "I cannot help."
openai stream: refusal "I cannot help."
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
