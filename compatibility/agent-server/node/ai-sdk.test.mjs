import assert from 'node:assert/strict';
import test from 'node:test';

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

import * as agent from './agent.mjs';

const name = 'AI SDK 6';
const provider = (settings) => createOpenAICompatible({
  name: 'agents', baseURL: agent.baseURL, apiKey: agent.apiKey, includeUsage: true, ...settings,
});
const ask = (prompt, more) => ({ model: provider()(agent.selector), prompt, maxRetries: 0, ...more });
const tools = {
  getWeather: tool({ description: 'The weather', inputSchema: z.object({ city: z.string().nullable() }), execute: agent.weather }),
};
const silent = { onError() {} };

test(`${name} | call`, async () => {
  const result = await generateText(ask(agent.text, { system: 'Be brief.' }));
  assert.equal(result.text, agent.answer);
  assert.equal(result.finishReason, 'stop');
  assert.ok(result.usage.totalTokens > 0);
});

test(`${name} | stream`, async () => {
  const result = streamText(ask(agent.text));
  const pieces = [];
  for await (const piece of result.textStream) {
    pieces.push(piece);
  }
  assert.equal(pieces.join(''), agent.answer);
  assert.ok(pieces.length > 1);
  assert.equal(await result.finishReason, 'stop');
});

test(`${name} | usage`, async () => {
  const result = streamText(ask(agent.text));
  await result.consumeStream();
  const usage = await result.usage;
  assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
});

test(`${name} | tools, call`, async () => {
  const result = await generateText(ask(agent.toolText, { tools, stopWhen: stepCountIs(4) }));
  assert.equal(result.text, agent.toolAnswer);
  assert.equal(result.steps.length, 2);
  assert.equal(result.steps[0].finishReason, 'tool-calls');
});

test(`${name} | tools, stream`, async () => {
  const result = streamText(ask(agent.toolText, { tools, stopWhen: stepCountIs(4) }));
  await result.consumeStream();
  assert.equal(await result.text, agent.toolAnswer);
  assert.equal((await result.steps).length, 2);
});

test(`${name} | tools of both`, async () => {
  for (const run of [generateText, streamText]) {
    const result = await run(ask(agent.bothText, { tools, stopWhen: stepCountIs(4) }));
    assert.equal(await result.text, agent.toolAnswer);
    const own = await run(ask(agent.insideText, { tools, stopWhen: stepCountIs(4) }));
    assert.equal(await own.text, 'All good');
    assert.equal((await own.steps).length, 1);
  }
});

test(`${name} | unknown agent`, async () => {
  const unknown = ask('hi', { model: provider()('bot/id=nobody') });
  await assert.rejects(generateText(unknown), (error) => error.statusCode === 404 && /nobody/.test(error.message));
  const parts = [];
  for await (const part of streamText({ ...unknown, ...silent }).fullStream) {
    parts.push(part);
  }
  assert.equal(parts.find((part) => part.type === 'error').error.statusCode, 404);
});

test(`${name} | broken stream`, async () => {
  const parts = [];
  for await (const part of streamText({ ...ask(agent.failure), ...silent }).fullStream) {
    parts.push(part);
  }
  assert.equal(parts.filter((part) => part.type === 'text-delta').map((part) => part.text).join(''), 'Partial');
  assert.match(String(parts.find((part) => part.type === 'error').error?.message
    ?? parts.find((part) => part.type === 'error').error), agent.failureWords);
  assert.equal(parts.findLast((part) => part.type === 'finish').finishReason, 'error');
});

test(`${name} | failed call`, async () => {
  await assert.rejects(generateText(ask(agent.failure)),
    (error) => error.statusCode === 500 && agent.failureWords.test(error.message));
});

test(`${name} | no key`, async () => {
  for (const apiKey of [undefined, 'sk-wrong-wrong-wrong-wrong-wrong-wrong']) {
    const model = provider({ apiKey })(agent.model);
    await assert.rejects(generateText(ask('hi', { model })),
      (error) => error.statusCode === 401 && /API key/.test(error.message));
  }
});

test(`${name} | conversation`, async () => {
  const id = `c-${Date.now()}`;
  const result = await generateText(ask(agent.text, { headers: { 'X-Conversation-Id': id } }));
  assert.equal(result.response.headers['x-conversation-id'], id);
});
