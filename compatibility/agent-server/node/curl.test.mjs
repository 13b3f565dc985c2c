// What stands on the wire, to the letter, as curl shows it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';

import * as agent from './agent.mjs';

const name = 'curl';

// The status, the headers and the body of what curl gets for a path, with a body in JSON or without one.
async function curl(path, body, ...more) {
  const key = more.includes('--no-key') ? [] : ['-H', `Authorization: Bearer ${agent.apiKey}`];
  const data = body === undefined ? [] : ['-H', 'Content-Type: application/json', '-d', typeof body === 'string' ? body : JSON.stringify(body)];
  const url = path.startsWith('http') ? path : agent.baseURL + path;
  const { stdout } = await promisify(execFile)('curl',
    ['-sSiN', '-m', '30', '--path-as-is', ...key, ...data, ...more.filter((option) => option !== '--no-key'), url],
    { maxBuffer: 1 << 26 });
  const end = stdout.indexOf('\r\n\r\n');
  const [first, ...lines] = stdout.slice(0, end).split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  return { status: Number(first.split(' ')[1]), headers, text: stdout.slice(end + 4) };
}

const chat = (content, more) => ({ model: agent.model, messages: [{ role: 'user', content }], ...more });
const ask = (content, more, ...options) => curl('/chat/completions', chat(content, more), ...options);
const tool = { type: 'function', function: { name: 'getWeather', parameters: agent.toolSchema } };

async function content(more) {
  const { status, text } = await curl('/chat/completions', { model: agent.model, ...more });
  assert.equal(status, 200, text);
  return JSON.parse(text).choices[0].message.content;
}

// The chunks of a stream, whose form is checked, and whether [DONE] follows them.
function chunks({ status, headers, text }) {
  assert.equal(status, 200, text);
  assert.match(headers.get('content-type'), /^text\/event-stream/);
  assert.equal(headers.get('cache-control'), 'no-cache');
  assert.equal(headers.get('x-accel-buffering'), 'no');
  assert.equal(headers.get('content-encoding'), undefined);
  assert.ok(headers.get('x-request-id'));
  assert.ok(!text.includes('\r'), 'lines end with LF');
  assert.ok(text.endsWith('\n\n'));
  const events = text.slice(0, -2).split('\n\n').filter((event) => !event.startsWith(':'));
  const done = events.at(-1) === 'data: [DONE]';
  const all = (done ? events.slice(0, -1) : events).filter((event) => !event.startsWith('event: ')).map((event) => {
    assert.match(event, /^data: \{.*\}$/);
    return JSON.parse(event.slice('data: '.length));
  });
  const [{ id, created, model }] = all;
  assert.ok(id && Number.isInteger(created) && model === agent.model);
  for (const chunk of all) {
    assert.deepEqual([chunk.id, chunk.created, chunk.model, chunk.object], [id, created, model, 'chat.completion.chunk']);
    if (chunk.choices.length === 0) {
      assert.ok(chunk.usage, 'no choice only beside usage');
      continue;
    }
    assert.equal(chunk.choices.length, 1);
    assert.equal(chunk.choices[0].index, 0);
    assert.equal(typeof chunk.choices[0].delta, 'object');
    assert.ok('finish_reason' in chunk.choices[0]);
    assert.ok(!Object.values(chunk.choices[0].delta).includes(null), 'absent rather than null');
    assert.ok(!('usage' in chunk), 'usage stands in a chunk of its own');
  }
  assert.equal(all[0].choices[0].delta.role, 'assistant');
  assert.equal(all.filter((chunk) => chunk.choices[0]?.delta.role).length, 1, 'the role comes once');
  return { all, done, events };
}

test(`${name} | call`, async () => {
  const { status, headers, text } = await ask(agent.text);
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^application\/json/);
  assert.ok(headers.get('x-request-id'));
  const json = JSON.parse(text);
  assert.equal(json.object, 'chat.completion');
  assert.ok(Number.isInteger(json.created));
  assert.equal(json.choices.length, 1);
  assert.equal(json.choices[0].message.role, 'assistant');
  assert.equal(json.choices[0].message.content, agent.answer);
  assert.ok(!('tool_calls' in json.choices[0].message));
  for (const field of ['prompt_tokens', 'completion_tokens', 'total_tokens']) {
    assert.ok(Number.isInteger(json.usage[field]));
  }
});

test(`${name} | stream`, async () => {
  const { all, done } = chunks(await ask(agent.text, { stream: true }));
  assert.ok(done);
  assert.equal(all.map((chunk) => chunk.choices[0].delta.content ?? '').join(''), agent.answer);
  const reasons = all.map((chunk) => chunk.choices[0].finish_reason).filter((reason) => reason !== null);
  assert.deepEqual(reasons, ['stop']);
  assert.equal(all.at(-1).choices[0].finish_reason, 'stop');
  assert.ok(!all.at(-1).choices[0].delta.content);
  const long = chunks(await ask('answer:a b end:length', { stream: true }));
  assert.equal(long.all.at(-1).choices[0].finish_reason, 'length');
});

test(`${name} | stream`, async () => {
  // The first piece is there long before the last one: what came within a second of ten stays within curl's own limit.
  const began = Date.now();
  const { stdout } = await promisify(execFile)('curl', ['-sN', '-m', '4', '-H', `Authorization: Bearer ${agent.apiKey}`,
    '-H', 'Content-Type: application/json', '-H', 'Accept-Encoding: gzip',
    '-d', JSON.stringify(chat('slow:300 answer:a b c d e f g h i j k l m n o p q r s t u v w x y z', { stream: true })),
    `${agent.baseURL}/chat/completions`]).catch((error) => error);
  assert.ok(stdout.includes('"content":"a"'), `${Date.now() - began} ms: ${stdout}`);
  assert.ok(!stdout.includes('[DONE]'));
});

test(`${name} | usage`, async () => {
  const { all, done } = chunks(await ask(agent.text, { stream: true, stream_options: { include_usage: true } }));
  assert.ok(done);
  assert.deepEqual(all.at(-1).choices, []);
  assert.equal(all.filter((chunk) => chunk.usage).length, 1);
  assert.equal(all.at(-2).choices[0].finish_reason, 'stop');
  for (const stream_options of [undefined, null, {}, { include_usage: null }, { include_usage: false }]) {
    const without = chunks(await ask(agent.text, { stream: true, stream_options }));
    assert.equal(without.all.filter((chunk) => chunk.usage).length, 0);
  }
  // The sum of all rounds: the tool's round is another reading of the prompt.
  const one = JSON.parse((await ask('answer:All good')).text).usage.prompt_tokens;
  const two = JSON.parse((await ask(agent.insideText)).text).usage.prompt_tokens;
  assert.ok(two > one * 2 - 2, `${two} after two rounds, ${one} after one`);
});

test(`${name} | tools, call`, async () => {
  const tools = [tool];
  const json = JSON.parse((await ask(agent.toolText, { tools })).text);
  assert.equal(json.choices[0].finish_reason, 'tool_calls');
  const { message } = json.choices[0];
  assert.equal(message.content, null);
  const [call] = message.tool_calls;
  assert.equal(call.type, 'function');
  assert.ok(call.id.length > 0 && call.id.length <= 40);
  assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Paris' });
  const result = { role: 'tool', tool_call_id: call.id, content: [{ type: 'text', text: '{"temp":21}' }] };
  const messages = [{ role: 'user', content: agent.toolText }, { name: null, ...message }, result];
  assert.equal(await content({ messages, tools }), 'Tool getWeather returned {"temp":21}');
});

test(`${name} | tools, stream`, async () => {
  const { all, done } = chunks(await ask('call:getWeather call:other{"a":[1,{"b":"c}"}]}',
    { stream: true, tools: [tool, { type: 'function', function: { name: 'other' } }] }));
  assert.ok(done);
  const calls = all.flatMap((chunk) => {
    const list = chunk.choices[0].delta.tool_calls ?? [];
    assert.ok(list.length < 2, 'one call a chunk');
    return list;
  });
  assert.deepEqual(calls.map((call) => [call.index, call.type, call.function.name, call.function.arguments]),
    [[0, 'function', 'getWeather', '{}'], [1, 'function', 'other', '{"a":[1,{"b":"c}"}]}']]);
  assert.notEqual(calls[0].id, calls[1].id);
  assert.ok(calls.every((call) => call.id.length > 0 && call.id.length <= 40));
  assert.deepEqual(all.map((chunk) => chunk.choices[0].finish_reason).filter(Boolean), ['tool_calls']);
});

test(`${name} | tools, call`, async () => {
  // What clients declare: flat as in Responses, without a description, with null, with any schema.
  const flat = { type: 'function', name: 'getWeather', strict: false, parameters: agent.toolSchema };
  const bare = { type: 'function', function: { name: 'getWeather', description: null, parameters: null, strict: null } };
  const rich = { type: 'function', function: { name: 'getWeather', strict: true, parameters: {
    $schema: 'https://json-schema.org/draft/2020-12/schema', $defs: { c: { const: 'Paris' } }, type: 'object',
    properties: { city: { anyOf: [{ $ref: '#/$defs/c' }, { type: 'null' }] }, list: { type: 'array', minItems: 1, items: {} } },
    propertyNames: { type: 'string' }, additionalProperties: false } } };
  for (const one of [flat, bare, rich]) {
    const json = JSON.parse((await ask(agent.toolText, { tools: [one], tool_choice: 'auto', parallel_tool_calls: false })).text);
    assert.equal(json.choices?.[0].finish_reason, 'tool_calls', JSON.stringify(json));
  }
});

test(`${name} | tools of both`, async () => {
  const inside = chunks(await ask(agent.insideText, { stream: true, tools: [tool] }));
  assert.ok(!JSON.stringify(inside.all).includes('tool_calls'));
  assert.ok(!JSON.stringify(inside.all).includes('lookup_order'));
  const both = chunks(await ask(agent.bothText, { stream: true, tools: [tool] }));
  const calls = both.all.flatMap((chunk) => chunk.choices[0].delta.tool_calls ?? []);
  assert.deepEqual(calls.map((call) => [call.index, call.function.name]), [[0, 'getWeather']]);
  const clash = await ask('hi', { tools: [{ type: 'function', function: { name: 'lookup_order' } }] });
  assert.equal(clash.status, 400);
  assert.match(JSON.parse(clash.text).error.message, /lookup_order/);
});

test(`${name} | unknown agent`, async () => {
  for (const more of [{}, { stream: true }]) {
    for (const model of ['nobody', 'bot/id=nobody', 'model/name=gpt-4o', 'bot/id=support2', 'bot/id=SUPPORT']) {
      const { status, headers, text } = await ask('hi', { model, ...more });
      assert.equal(status, 404, model);
      assert.match(headers.get('content-type'), /^application\/json/);
      const json = JSON.parse(text);
      assert.deepEqual([json.error.code, json.code, json.error.message], ['model_not_found', 'model_not_found', json.message]);
      assert.equal(json.error.param, 'model');
      assert.ok(json.error.type);
    }
  }
});

test(`${name} | broken stream`, async () => {
  for (const words of [agent.failure, 'fail:OVERLOADED', 'throw:PLAIN']) {
    const { all, done, events } = chunks(await ask(words, { stream: true, stream_options: { include_usage: true } }));
    assert.ok(!done);
    assert.ok(all.every((chunk) => chunk.choices[0]?.finish_reason === null), 'neither a finish reason nor usage');
    assert.match(events.at(-1), /^event: error\ndata: \{"error":\{.*\}\}$/);
    const { error } = JSON.parse(events.at(-1).split('\n')[1].slice('data: '.length));
    assert.ok(error.message && error.type && error.code && error.param === null);
  }
});

test(`${name} | failed call`, async () => {
  const { status, headers, text } = await ask(agent.failure);
  assert.equal(status, 500);
  assert.equal(headers.get('x-should-retry'), 'false');
  assert.deepEqual([JSON.parse(text).code, JSON.parse(text).error.code], ['OVERLOADED', 'OVERLOADED']);
});

test(`${name} | no key`, async () => {
  const wrong = ['Authorization: Bearer wrong', 'Authorization: Basic YTpi', 'Authorization: Bearer', 'Authorization;'];
  for (const path of ['/chat/completions', '/models']) {
    for (const header of [undefined, ...wrong]) {
      const { status, headers, text } = await curl(path, path === '/models' ? undefined : chat('hi', { stream: true }),
        '--no-key', ...(header ? ['-H', header] : []));
      assert.equal(status, 401, header);
      assert.match(headers.get('www-authenticate'), /^Bearer/);
      assert.equal(JSON.parse(text).error.code, 'invalid_api_key');
    }
  }
});

test(`${name} | models`, async () => {
  const root = agent.baseURL;
  for (const path of ['/models', '/models/', '/openai/models', '/openai/models/']) {
    const { status, text } = await curl(root + path);
    assert.equal(status, 200, path);
    const { object, data } = JSON.parse(text);
    assert.equal(object, 'list');
    const support = data.find((model) => model.id === agent.selector);
    assert.equal(support.object, 'model');
    assert.equal(support.name, 'Support');
    assert.ok(Number.isInteger(support.created) && support.owned_by);
  }
  for (const id of ['bot/id=support', 'bot%2Fid=support', 'bot%2fid%3Dsupport', 'support', 'support/']) {
    const { status, text } = await curl(`${root}/models/${id}`);
    assert.equal(status, 200, `${id}: ${text}`);
    assert.equal(JSON.parse(text).id, agent.selector);
  }
  assert.equal((await curl(`${root}/models/bot%2Fid=nobody`)).status, 404);
});

test(`${name} | paths`, async () => {
  for (const path of ['/chat/completions', '/chat/completions/', '/openai/chat/completions', '/openai/chat/completions/']) {
    const { status, text } = await curl(path, chat(agent.text));
    assert.equal(status, 200, `${path}: ${text}`);
  }
  const method = await curl('/chat/completions');
  assert.equal(method.status, 405);
  assert.ok(JSON.parse(method.text).error.message);
});

test(`${name} | conversation`, async () => {
  const echo = async (...options) => (await ask(agent.text, {}, ...options)).headers.get('x-conversation-id');
  assert.equal(await echo('-H', 'X-Conversation-Id: c-1'), 'c-1');
  assert.equal(await echo('-H', 'X-OpenWebUI-Chat-Id: c-2'), 'c-2');
  const body = await ask(agent.text, { metadata: { conversation_id: 'c-3' } });
  assert.equal(body.headers.get('x-conversation-id'), 'c-3');
});

test(`${name} | leniency`, async () => {
  const user = (text) => ({ role: 'user', content: text });
  assert.equal(await content({ messages: [user(agent.text)], tools: null, tool_choice: null, stream: null, user: null, stop: null,
    temperature: null, max_tokens: null, stream_options: null, functions: null, n: null, metadata: null, response_format: null }), agent.answer);
  assert.equal(await content({ messages: [user(agent.text)], tools: [], some_unknown: { deep: [1] }, top_k: 3,
    response_format: { type: 'json_object' }, reasoning_effort: 'low', seed: 1, logit_bias: {}, modalities: ['text'] }), agent.answer);
  assert.equal(await content({ messages: [user(agent.text)], user: { id: 'u', email: 'a@b.c', name: 'A', role: 'user' } }), agent.answer);
  assert.equal(await content({ messages: [{ role: 'developer', content: 'Be brief.' }, { role: 'system', content: [{ type: 'text', text: 'Please.' }] },
    user([{ type: 'text', text: 'answer:Two' }, { type: 'text', text: ' parts' }])] }), 'Two parts');
  // The older form of tools, and tools that are declared but not to be called.
  const functions = [tool.function];
  const older = JSON.parse((await ask(agent.toolText, { functions })).text);
  assert.equal(older.choices[0].finish_reason, 'tool_calls');
  for (const none of [{ tools: [tool], tool_choice: 'none' }, { functions, function_call: 'none' }]) {
    assert.equal(await content({ messages: [user(agent.toolText)], ...none }), `Echo: ${agent.toolText}`);
  }
  // What a Python client sends back when it dumps a message.
  assert.equal(await content({ messages: [user('hi'), { role: 'assistant', content: 'Yes?', refusal: null, annotations: [], audio: null,
    function_call: null, tool_calls: null, name: null }, { ...user(agent.text), name: null }] }), agent.answer);
  assert.equal(await content({ messages: [user('hi'), { role: 'assistant', content: null, tool_calls: [] }, user(agent.text)] }), agent.answer);
});

test(`${name} | images`, async () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
  const answered = await ask([{ type: 'text', text: agent.text }, image]);
  if (answered.status === 200) {
    assert.equal(JSON.parse(answered.text).choices[0].message.content, agent.answer);
  } else {
    assert.equal(answered.status, 400);
    assert.match(JSON.parse(answered.text).error.message, /content\[1\]/);
  }
  for (const part of [{ type: 'input_audio', input_audio: {} }, { type: 'file', file: {} }, { type: 'image_url', image_url: { url: 'x' } }]) {
    const refused = await ask([{ type: 'text', text: 'hi' }, part]);
    assert.equal(refused.status, 400);
    assert.match(JSON.parse(refused.text).error.message, /messages\[0\]\.content\[1\]/);
  }
});

test(`${name} | bad requests`, async () => {
  for (const body of ['', '{', '[]', 'null', '"x"', '{}', '{"model":"support"}', '{"model":"support","messages":[]}',
    '{"model":"support","messages":"hi"}', '{"model":"support","messages":[null]}', '{"model":"support","messages":[{"role":"x"}]}',
    '{"model":["support"],"messages":[{"role":"user","content":"hi"}]}', `${'['.repeat(5000)}${']'.repeat(5000)}`]) {
    const { status, text } = await curl('/chat/completions', body);
    assert.equal(status, 400, `${body.slice(0, 80)}: ${text}`);
    assert.ok(JSON.parse(text).error.message);
  }
});
