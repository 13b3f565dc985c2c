#!/usr/bin/env bash
# OpenAI Agents SDK (@openai/agents 0.20.0, OpenAIChatCompletionsModel): of a stream that ends with finish_reason "length" or "content_filter", half of the answer is the final
# output, its status is "completed", and the result says the reason nowhere. The result of a call has it, in providerData; the AI SDK 7.0.173 has it for streams too. Expected:
# an agent that knows of the cut in both. Only the raw events of the stream tell it.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact @openai/agents@0.20.0 openai@7.59.0 zod@4.1.12 \
  ai@7.0.173 @ai-sdk/openai-compatible@3.0.92 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { Agent, OpenAIChatCompletionsModel, run, setTracingDisabled } from '@openai/agents';
import { streamText } from 'ai';
import OpenAI from 'openai';

setTracingDisabled(true);
let finish_reason;
const about = (object) => ({ id: '1', object, created: 1, model: 'any' });
const chunk = (delta, finish_reason = null) =>
  `data: ${JSON.stringify({ ...about('chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const part of request) {
    body += part;
  }
  const { stream } = JSON.parse(body);
  response.setHeader('content-type', stream ? 'text/event-stream' : 'application/json');
  const message = { role: 'assistant', content: 'You owe us 100' };
  response.end(stream ? `${chunk(message)}${chunk({}, finish_reason)}data: [DONE]\n\n`
    : JSON.stringify({ ...about('chat.completion'), choices: [{ index: 0, message, finish_reason }] }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseURL = `http://127.0.0.1:${server.address().port}/v1`;

const model = new OpenAIChatCompletionsModel(new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 }), 'any');
for (finish_reason of ['length', 'content_filter']) {
  for (const stream of [false, true]) {
    const result = await run(new Agent({ name: 'Clerk', model }), 'What do I owe you?', { stream });
    if (stream) {
      await result.completed;
    }
    const told = [result.rawResponses, result.state, result.output].some((part) => JSON.stringify(part).includes(`"${finish_reason}"`));
    const { status } = result.rawResponses[0].output[0];
    console.log(`Agents ${finish_reason}, ${stream ? 'stream' : 'call'}: "${result.finalOutput}", ${status}, reason ${told ? 'told' : 'lost'}`);
  }
  const text = streamText({ model: createOpenAICompatible({ name: 'any', baseURL, apiKey: 'none' })('any'), prompt: 'What do I owe you?' });
  console.log(`AI SDK ${finish_reason}, stream: "${await text.text}", ${await text.finishReason}`);
}
server.close();
JS

cat > expected.txt <<'OUT'
Agents length, call: "You owe us 100", completed, reason told
Agents length, stream: "You owe us 100", completed, reason lost
AI SDK length, stream: "You owe us 100", length
Agents content_filter, call: "You owe us 100", completed, reason told
Agents content_filter, stream: "You owe us 100", completed, reason lost
AI SDK content_filter, stream: "You owe us 100", content-filter
OUT
node finding.mjs >output.txt 2>&1
cat output.txt
diff expected.txt output.txt >/dev/null || exit 1
