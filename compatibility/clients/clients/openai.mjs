import * as endpoint from '../endpoint.mjs';
const { apiKey, baseURL, bot } = endpoint;
// tag::client[]
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL, apiKey, maxRetries: 0, defaultHeaders: { 'accept-encoding': 'identity' },
});
// end::client[]
const ask = (content, more) => ({ model: bot, messages: [{ role: 'user', content }], ...more });
const tools = [{
  type: 'function',
  function: {
    name: 'getWeather', description: 'The weather', parameters: endpoint.parameters, parse: JSON.parse, function: endpoint.weather,
  },
}];

export const name = 'openai-node 7.59';
export const call = async (text) => (await client.chat.completions.create(ask(text))).choices[0].message.content;
export async function* stream(text) {
  for await (const chunk of await client.chat.completions.create(ask(text, { stream: true }))) {
    yield chunk.choices[0]?.delta.content;
  }
}
// The helper, unlike the plain stream, looks at the finish_reason.
export const checked = (text) => client.chat.completions.stream(ask(text)).finalContent();
export const toolsCall = (text) => client.chat.completions.runTools(ask(text, { tools })).finalContent();
export const toolsStream = (text) => client.chat.completions.runTools(ask(text, { tools, stream: true })).finalContent();
