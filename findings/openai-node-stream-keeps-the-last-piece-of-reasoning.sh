#!/usr/bin/env bash
# openai 7.59.0 (Node): chat.completions.stream() joins the pieces of content, and of reasoning_content it keeps the last one only, in its snapshot and in finalChatCompletion().
# So does Genkit's compat-oai 1.42.0, whose response.reasoning is that piece. The AI SDK 7.0.173 and LangChain.js 1.5.8 join them. Expected: the whole text, as of content, since
# servers (DeepSeek, vLLM, and others) send reasoning_content in pieces.
# Needs Node.js 20 or later. Exits 0 if this is still so, 1 if the output has changed, 2 if the packages cannot be installed.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v npm >/dev/null || {
  echo "Node.js is needed."
  exit 2
}
npm init -y >/dev/null && npm install --no-audit --no-fund --ignore-scripts --save-exact openai@7.59.0 genkit@1.42.0 @genkit-ai/compat-oai@1.42.0 \
  ai@7.0.173 @ai-sdk/openai-compatible@3.0.92 @langchain/openai@1.5.8 @langchain/core@1.4.0 >npm.log 2>&1 || {
  cat npm.log
  exit 2
}

cat > finding.mjs <<'JS'
import http from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { openAICompatible } from '@genkit-ai/compat-oai';
import { ChatOpenAI } from '@langchain/openai';
import { streamText } from 'ai';
import { genkit } from 'genkit';
import OpenAI from 'openai';

const chunk = (delta, finish_reason = null) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'any', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const chunks = [chunk({ role: 'assistant', reasoning_content: 'Two and ' }), chunk({ reasoning_content: 'two.' }), chunk({ content: 'It is ' }),
  chunk({ content: 'four.' }), chunk({}, 'stop'), 'data: [DONE]\n\n'];
const server = http.createServer(async (request, response) => {
  for await (const part of request) {
    void part;
  }
  response.setHeader('content-type', 'text/event-stream');
  response.end(chunks.join(''));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseURL = `http://127.0.0.1:${server.address().port}/v1`;
const show = (name, reasoning, content) => console.log(`${name}: "${reasoning}", "${content}"`);

const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const { message } = (await client.chat.completions.stream({ model: 'any', messages: [{ role: 'user', content: '2 + 2?' }] }).finalChatCompletion()).choices[0];
show('openai', message.reasoning_content, message.content);

const ai = genkit({ plugins: [openAICompatible({ name: 'any', apiKey: 'none', baseURL })] });
const answer = await ai.generateStream({ model: 'any/any', prompt: '2 + 2?' }).response;
show('Genkit', answer.reasoning, answer.text);

const text = streamText({ model: createOpenAICompatible({ name: 'any', baseURL, apiKey: 'none' })('any'), prompt: '2 + 2?' });
show('AI SDK', await text.reasoningText, await text.text);

let all;
for await (const piece of await new ChatOpenAI({ model: 'any', apiKey: 'none', configuration: { baseURL } }).stream('2 + 2?')) {
  all = all ? all.concat(piece) : piece;
}
show('LangChain', all.additional_kwargs.reasoning_content, all.content);
server.close();
process.exit(0);
JS

cat > expected.txt <<'OUT'
openai: "two.", "It is four."
Genkit: "two.", "It is four."
AI SDK: "Two and two.", "It is four."
LangChain: "Two and two.", "It is four."
OUT
node finding.mjs >output.txt 2>&1
cat output.txt
diff expected.txt output.txt >/dev/null || exit 1
