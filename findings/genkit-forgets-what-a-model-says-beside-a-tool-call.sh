#!/usr/bin/env bash
# Genkit 1.42.0 with @genkit-ai/compat-oai 1.42.0: where a model answers with text and a tool call, the text is missing in the request that follows with
# the tool's result: the assistant's message has the call alone. So the model does not know what it has said. Its usage is that of the last
# request. The AI SDK 6.0.326 sends the text back and adds up the usage (totalUsage). Expected: the message as the model wrote it.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact genkit@1.42.0 @genkit-ai/compat-oai@1.42.0 \
  ai@6.0.326 @ai-sdk/openai-compatible@2.0.92 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { openAICompatible } from '@genkit-ai/compat-oai';
import { generateText, jsonSchema, stepCountIs, tool } from 'ai';
import { genkit } from 'genkit';

// Calls a tool for 100 tokens, and answers for 7.
const requests = [];
const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const part of request) {
    body += part;
  }
  requests.push(JSON.parse(body));
  const first = requests.length === 1;
  const call = { id: '1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } };
  const message = first ? { role: 'assistant', content: 'Let me look.', tool_calls: [call] } : { role: 'assistant', content: 'It is sunny.' };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({
    id: '1', object: 'chat.completion', created: 1, model: 'any',
    choices: [{ index: 0, message, finish_reason: first ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: first ? 100 : 7, completion_tokens: 1, total_tokens: first ? 101 : 8 },
  }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseURL = `http://127.0.0.1:${server.address().port}/v1`;
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const show = (name, tokens) => {
  const { content, tool_calls } = requests[1].messages.find(({ role }) => role === 'assistant');
  console.log(`${name}: text ${content ? `"${content}"` : 'missing'}, calls ${tool_calls.length}, prompt tokens ${tokens}`);
  requests.length = 0;
};

const ai = genkit({ plugins: [openAICompatible({ name: 'any', baseURL, apiKey: 'none', maxRetries: 0 })] });
const weather = ai.defineTool({ name: 'weather', description: 'The weather', inputJsonSchema: parameters }, async () => 'sunny');
const answer = await ai.generate({ model: 'any/any', prompt: 'How is the weather?', tools: [weather] });
show('Genkit', answer.usage.inputTokens);

const other = await generateText({
  model: createOpenAICompatible({ name: 'any', baseURL, apiKey: 'none' })('any'),
  prompt: 'How is the weather?',
  stopWhen: stepCountIs(3),
  tools: { weather: tool({ description: 'The weather', inputSchema: jsonSchema(parameters), execute: () => 'sunny' }) },
});
show('AI SDK', other.totalUsage.inputTokens);
process.exit();
JS
timeout 120 node finding.mjs >output 2>errors || cat errors
echo "The model said \"Let me look.\" and called a tool, for 100 tokens, and is asked again, for 7:"
cat output

cat > expected <<'TEXT'
Genkit: text missing, calls 1, prompt tokens 7
AI SDK: text "Let me look.", calls 1, prompt tokens 107
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
