import assert from 'node:assert/strict';
import test from 'node:test';

import { OpenAI as OpenAI4 } from 'openai4';
import { OpenAI as OpenAI6 } from 'openai';
import { OpenAI as OpenAI7 } from 'openai7';
import { zodFunction } from 'openai/helpers/zod';
import { z } from 'zod';

import * as agent from './agent.mjs';


for (const [name, OpenAI] of [['openai 4', OpenAI4], ['openai 6', OpenAI6], ['openai 7', OpenAI7]]) {
  const client = (settings) => new OpenAI({ baseURL: agent.baseURL, apiKey: agent.apiKey, maxRetries: 0, ...settings });
  const ask = (content, more) => ({ model: agent.model, messages: [{ role: 'user', content }], ...more });
  const tools = [{
    type: 'function',
    function: { name: 'getWeather', description: 'The weather', parameters: agent.toolSchema, strict: true },
  }];
  const runnable = [{
    type: 'function',
    function: {
      name: 'getWeather', description: 'The weather', parameters: agent.toolSchema,
      parse: JSON.parse, function: agent.weather,
    },
  }];
  // In openai 4 the helpers stand under beta.
  const helper = (it) => it.beta?.chat?.completions?.runTools ? it.beta.chat.completions : it.chat.completions;

  test(`${name} | call`, async () => {
    const completion = await client().chat.completions.create(ask(agent.text));
    assert.equal(completion.choices[0].message.content, agent.answer);
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.ok(Number.isInteger(completion.created));
    assert.ok(completion.usage.total_tokens > 0);
    assert.ok(completion._request_id);
  });

  test(`${name} | call`, async () => {
    const completion = await client().chat.completions.create({
      model: agent.selector, user: 'u', store: false, parallel_tool_calls: true, tools: [], temperature: 0.2, n: 1,
      messages: [
        { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'assistant', content: 'Yes?', refusal: null, tool_calls: undefined },
        { role: 'user', content: [{ type: 'text', text: 'answer:Hello ' }, { type: 'text', text: 'parts' }] },
      ],
    });
    assert.equal(completion.choices[0].message.content, 'Hello parts');
  });

  test(`${name} | stream`, async () => {
    const stream = helper(client()).stream(ask(agent.text, { stream_options: { include_usage: true } }));
    const pieces = [];
    stream.on('content', (piece) => pieces.push(piece));
    const completion = await stream.finalChatCompletion();
    assert.equal(completion.choices[0].message.content, agent.answer);
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.ok(pieces.length > 1);
  });

  test(`${name} | usage`, async () => {
    const stream = await client().chat.completions
      .create(ask(agent.text, { stream: true, stream_options: { include_usage: true } }));
    let usage;
    for await (const chunk of stream) {
      usage = chunk.usage ?? usage;
    }
    assert.ok(usage.prompt_tokens > 0 && usage.completion_tokens > 0);
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    for await (const chunk of await client().chat.completions.create(ask(agent.text, { stream: true }))) {
      assert.equal(chunk.usage ?? null, null);
    }
  });

  test(`${name} | tools, call`, async () => {
    const messages = [{ role: 'user', content: agent.toolText }];
    const first = await client().chat.completions.create({ model: agent.model, messages, tools });
    assert.equal(first.choices[0].finish_reason, 'tool_calls');
    const { message } = first.choices[0];
    assert.equal(message.content, null);
    assert.ok(message.tool_calls[0].id.length <= 40);
    messages.push(message, {
      role: 'tool', tool_call_id: message.tool_calls[0].id,
      content: JSON.stringify(agent.weather(JSON.parse(message.tool_calls[0].function.arguments))),
    });
    const second = await client().chat.completions.create({ model: agent.model, messages, tools });
    assert.equal(second.choices[0].message.content, agent.toolAnswer);
    assert.equal(second.choices[0].message.tool_calls, undefined);
  });

  test(`${name} | tools, call`, async () => {
    const runner = helper(client()).runTools(ask(agent.toolText, { tools: runnable }));
    assert.equal(await runner.finalContent(), agent.toolAnswer);
  });

  test(`${name} | tools, stream`, async () => {
    const runner = helper(client()).runTools(ask(agent.toolText, { tools: runnable, stream: true }));
    assert.equal(await runner.finalContent(), agent.toolAnswer);
  });

  test(`${name} | tools of both`, async () => {
    for (const stream of [false, true]) {
      const runner = helper(client()).runTools(ask(agent.bothText, { tools: runnable, stream }));
      assert.equal(await runner.finalContent(), agent.toolAnswer);
      const own = helper(client()).runTools(ask(agent.insideText, { tools: runnable, stream }));
      assert.equal(await own.finalContent(), 'All good');
    }
  });

  test(`${name} | unknown agent`, async () => {
    for (const stream of [false, true]) {
      await assert.rejects(client().chat.completions.create(ask('hi', { model: 'bot/id=nobody', stream })),
        (error) => error.status === 404 && error.code === 'model_not_found' && /nobody/.test(error.message));
    }
  });

  test(`${name} | broken stream`, async () => {
    let seen = '';
    await assert.rejects(async () => {
      for await (const chunk of await client().chat.completions.create(ask(agent.failure, { stream: true }))) {
        seen += chunk.choices[0].delta.content ?? '';
      }
    }, agent.failureWords);
    assert.equal(seen, 'Partial');
    await assert.rejects(helper(client()).stream(ask(agent.failure)).finalContent());
  });

  test(`${name} | failed call`, async () => {
    let requests = 0;
    const counting = client({ maxRetries: 2, fetch: (...parts) => (requests++, fetch(...parts)) });
    await assert.rejects(counting.chat.completions.create(ask(agent.failure)),
      (error) => error.status === 500 && agent.failureWords.test(error.message));
    assert.equal(requests, 1, 'an agent that has begun is not to be asked again');
  });

  test(`${name} | no key`, async () => {
    const none = { defaultHeaders: { Authorization: null } };
    for (const wrong of [none, { apiKey: 'sk-wrong-wrong-wrong-wrong-wrong-wrong' }]) {
      for (const stream of [false, true]) {
        await assert.rejects(client(wrong).chat.completions.create(ask('hi', { stream })),
          (error) => error instanceof OpenAI.AuthenticationError && error.code === 'invalid_api_key');
      }
    }
  });

  test(`${name} | models`, async () => {
    const ids = [];
    for await (const one of client().models.list()) {
      assert.ok(Number.isInteger(one.created));
      ids.push(one.id);
    }
    assert.ok(ids.includes(agent.selector), ids.join());
    for (const id of [...ids, agent.model]) {
      assert.equal((await client().models.retrieve(id)).object, 'model');
    }
    await assert.rejects(client().models.retrieve('nobody'), (error) => error.status === 404);
  });

  test(`${name} | conversation`, async () => {
    const id = `c-${Date.now()}`;
    const { data, response } = await client().chat.completions
      .create(ask(agent.text), { headers: { 'X-Conversation-Id': id } }).withResponse();
    assert.equal(data.choices[0].message.content, agent.answer);
    assert.equal(response.headers.get('x-conversation-id'), id);
  });
}

test('openai 6 | zod tools', async () => {
  const tool = zodFunction({ name: 'getWeather', parameters: z.object({ city: z.string().nullable() }), function: agent.weather });
  const client = new OpenAI6({ baseURL: agent.baseURL, apiKey: agent.apiKey, maxRetries: 0 });
  const runner = client.chat.completions
    .runTools({ model: agent.model, messages: [{ role: 'user', content: agent.toolText }], tools: [tool] });
  assert.equal(await runner.finalContent(), agent.toolAnswer);
});
