import assert from 'node:assert/strict';
import test from 'node:test';

import { Agent, OpenAIChatCompletionsModel, run, setTracingDisabled, tool } from '@openai/agents';
import OpenAI from 'openai';
import { z } from 'zod';

import * as agent from './agent.mjs';

setTracingDisabled(true);

const name = 'OpenAI Agents';
const weather = tool({
  name: 'getWeather', description: 'The weather', parameters: z.object({ city: z.string().nullable() }),
  execute: (input) => JSON.stringify(agent.weather(input)),
});
const assistant = ({ model = agent.selector, tools = [], headers, fetch, apiKey = agent.apiKey } = {}) => new Agent({
  name: 'Caller', instructions: 'Be brief.', tools,
  model: new OpenAIChatCompletionsModel(
    new OpenAI({ baseURL: agent.baseURL, apiKey, maxRetries: 0, defaultHeaders: headers, fetch }), model),
});

async function streamed(it, input) {
  const result = await run(it, input, { stream: true, maxTurns: 4 });
  let text = '';
  for await (const piece of result.toTextStream()) {
    text += piece;
  }
  await result.completed;
  return { result, text };
}

test(`${name} | call`, async () => {
  const result = await run(assistant(), agent.text, { maxTurns: 4 });
  assert.equal(result.finalOutput, agent.answer);
});

test(`${name} | stream`, async () => {
  const { result, text } = await streamed(assistant(), agent.text);
  assert.equal(result.finalOutput, agent.answer);
  assert.equal(text, agent.answer);
});

test(`${name} | usage`, async () => {
  for (const result of [await run(assistant(), agent.text), (await streamed(assistant(), agent.text)).result]) {
    const usage = result.rawResponses[0].usage;
    assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
  }
});

test(`${name} | tools, call`, async () => {
  const result = await run(assistant({ tools: [weather] }), agent.toolText, { maxTurns: 4 });
  assert.equal(result.finalOutput, agent.toolAnswer);
});

test(`${name} | tools, stream`, async () => {
  const { result } = await streamed(assistant({ tools: [weather] }), agent.toolText);
  assert.equal(result.finalOutput, agent.toolAnswer);
});

test(`${name} | tools of both`, async () => {
  for (const ask of [(text) => run(assistant({ tools: [weather] }), text, { maxTurns: 4 }),
    async (text) => (await streamed(assistant({ tools: [weather] }), text)).result]) {
    assert.equal((await ask(agent.bothText)).finalOutput, agent.toolAnswer);
    assert.equal((await ask(agent.insideText)).finalOutput, 'All good');
  }
});

test(`${name} | unknown agent`, async () => {
  const unknown = assistant({ model: 'bot/id=nobody' });
  await assert.rejects(run(unknown, 'hi'), (error) => error.status === 404);
  await assert.rejects(streamed(unknown, 'hi'), (error) => error.status === 404);
});

test(`${name} | broken stream`, async () => {
  await assert.rejects(streamed(assistant(), agent.failure), agent.failureWords);
});

test(`${name} | failed call`, async () => {
  await assert.rejects(run(assistant(), agent.failure), agent.failureWords);
});

test(`${name} | no key`, async () => {
  const wrong = assistant({ apiKey: 'sk-wrong-wrong-wrong-wrong-wrong-wrong' });
  await assert.rejects(run(wrong, 'hi'), (error) => error.status === 401);
  await assert.rejects(streamed(wrong, 'hi'), (error) => error.status === 401);
});

test(`${name} | conversation`, async () => {
  const { fetch, ids } = agent.echoes();
  const headers = { 'X-Conversation-Id': 'c-1' };
  const result = await run(assistant({ headers, fetch }), agent.text, { maxTurns: 4 });
  assert.equal(result.finalOutput, agent.answer);
  assert.deepEqual(ids, ['c-1']);
});
