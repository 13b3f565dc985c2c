#!/usr/bin/env bash
# LangChain.js (@langchain/openai 1.6.0): a ChatOpenAI with n: 2 keeps the two answers apart in generate(), but stream() hands the pieces of both on as one
# message, mixed as they come, with "stopstop" as its finish_reason. Expected: the first answer, or the choice's index in each chunk.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact @langchain/openai@1.6.0 @langchain/core@1.4.0 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { ChatOpenAI } from '@langchain/openai';

const choices = ['Yes, always.', 'No, never.'].map((content, index) => ({ index, message: { role: 'assistant', content }, finish_reason: 'stop' }));
const chunk = (delta, finish_reason = null, index = 0) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'any', choices: [{ index, delta, finish_reason }] })}\n\n`;
const chunks = [chunk({ role: 'assistant', content: 'Yes, ' }), chunk({ role: 'assistant', content: 'No, ' }, null, 1), chunk({ content: 'always.' }),
  chunk({ content: 'never.' }, null, 1), chunk({}, 'stop'), chunk({}, 'stop', 1)];
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

const model = new ChatOpenAI({ model: 'any', apiKey: 'none', n: 2, maxRetries: 0, configuration: { baseURL } });
const { generations } = await model.generate([[{ role: 'user', content: 'Shall I?' }]]);
console.log('generate', generations[0].map(({ text }) => text));
let whole;
for await (const part of await model.stream('Shall I?')) {
  whole = whole ? whole.concat(part) : part;
}
console.log('stream', whole.content, whole.response_metadata.finish_reason);
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "The model gives two answers, \"Yes, always.\" and \"No, never.\":"
cat output

cat > expected <<'TEXT'
generate [ 'Yes, always.', 'No, never.' ]
stream Yes, No, always.never. stopstop
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
