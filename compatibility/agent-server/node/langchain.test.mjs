import assert from 'node:assert/strict';
import test from 'node:test';

import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';

import * as agent from './agent.mjs';

const name = 'LangChain';
const chat = ({ headers, fetch, ...settings } = {}) => new ChatOpenAI({
  model: agent.selector, apiKey: agent.apiKey, maxRetries: 0,
  configuration: { baseURL: agent.baseURL, defaultHeaders: headers, fetch }, ...settings,
});
const weather = tool((input) => JSON.stringify(agent.weather(input)),
  { name: 'getWeather', description: 'The weather', schema: z.object({ city: z.string().nullable() }) });

async function streamed(runnable, input) {
  let whole;
  for await (const chunk of await runnable.stream(input)) {
    whole = whole ? whole.concat(chunk) : chunk;
  }
  return whole;
}

async function loop(ask, text) {
  const messages = [new HumanMessage(text)];
  for (let round = 0; round < 4; round++) {
    const message = await ask(messages);
    if (!message.tool_calls?.length) {
      return message.content;
    }
    messages.push(message);
    for (const call of message.tool_calls) {
      messages.push(new ToolMessage({ tool_call_id: call.id, content: await weather.invoke(call.args) }));
    }
  }
  throw new Error('The tool loop does not end');
}

test(`${name} | call`, async () => {
  const message = await chat().invoke([new SystemMessage('Be brief.'), new HumanMessage(agent.text)]);
  assert.equal(message.content, agent.answer);
  assert.equal(message.response_metadata.finish_reason, 'stop');
  assert.ok(message.usage_metadata.total_tokens > 0);
});

test(`${name} | stream`, async () => {
  const message = await streamed(chat(), agent.text);
  assert.equal(message.content, agent.answer);
  assert.equal(message.response_metadata.finish_reason, 'stop');
});

test(`${name} | usage`, async () => {
  const message = await streamed(chat(), agent.text);
  assert.ok(message.usage_metadata.input_tokens > 0 && message.usage_metadata.output_tokens > 0);
});

test(`${name} | tools, call`, async () => {
  const bound = chat().bindTools([weather]);
  assert.equal(await loop((messages) => bound.invoke(messages), agent.toolText), agent.toolAnswer);
});

test(`${name} | tools, stream`, async () => {
  const bound = chat().bindTools([weather]);
  assert.equal(await loop((messages) => streamed(bound, messages), agent.toolText), agent.toolAnswer);
});

test(`${name} | tools of both`, async () => {
  const bound = chat().bindTools([weather]);
  for (const ask of [(messages) => bound.invoke(messages), (messages) => streamed(bound, messages)]) {
    assert.equal(await loop(ask, agent.bothText), agent.toolAnswer);
    assert.equal(await loop(ask, agent.insideText), 'All good');
  }
});

test(`${name} | unknown agent`, async () => {
  const unknown = chat({ model: 'bot/id=nobody' });
  await assert.rejects(unknown.invoke('hi'), (error) => error.status === 404 && /nobody/.test(error.message));
  await assert.rejects(streamed(unknown, 'hi'), (error) => error.status === 404);
});

test(`${name} | broken stream`, async () => {
  await assert.rejects(streamed(chat(), agent.failure), agent.failureWords);
});

test(`${name} | failed call`, async () => {
  await assert.rejects(chat().invoke(agent.failure), agent.failureWords);
});

test(`${name} | no key`, async () => {
  const wrong = chat({ apiKey: 'sk-wrong-wrong-wrong-wrong-wrong-wrong' });
  await assert.rejects(wrong.invoke('hi'), (error) => error.status === 401);
  await assert.rejects(streamed(wrong, 'hi'), (error) => error.status === 401);
});

test(`${name} | conversation`, async () => {
  const { fetch, ids } = agent.echoes();
  const message = await chat({ headers: { 'X-Conversation-Id': 'c-1' }, fetch }).invoke(agent.text);
  assert.equal(message.content, agent.answer);
  assert.deepEqual(ids, ['c-1']);
});
