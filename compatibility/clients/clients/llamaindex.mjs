import * as endpoint from '../endpoint.mjs';
const { apiKey, baseURL, bot } = endpoint;
import { FunctionTool } from 'llamaindex';
// tag::client[]
import { openai } from '@llamaindex/openai';

const llm = openai({
  model: bot, apiKey, baseURL, maxRetries: 0,
  additionalSessionOptions: { defaultHeaders: { 'accept-encoding': 'identity' } },
});
const getWeather = FunctionTool.from(endpoint.weather,
  { name: 'getWeather', description: 'The weather', parameters: endpoint.parameters });
// end::client[]
const messages = (content) => [{ role: 'user', content }];

export const name = 'LlamaIndex 0.12 (@llamaindex/openai 0.4.22)';
// It writes a tool's result in a way of its own.
export const toolAnswer = 'Tool getWeather returned "{\\n  temp: 21,\\n  city: Paris\\n}"';
export const call = async (text) => (await llm.chat({ messages: messages(text) })).message.content;
export async function* stream(text) {
  for await (const chunk of await llm.chat({ messages: messages(text), stream: true })) {
    yield chunk.delta;
  }
}
export const toolsCall = async (text) => {
  const { newMessages, toolCalls } = await llm.exec({ messages: messages(text), tools: [getWeather] });
  if (!toolCalls.length) {
    return newMessages.at(-1).content;
  }
  return (await llm.chat({ messages: [...messages(text), ...newMessages], tools: [getWeather] })).message.content;
};
