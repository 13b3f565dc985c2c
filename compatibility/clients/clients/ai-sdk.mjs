import * as endpoint from '../endpoint.mjs';
const { apiKey, baseURL, bot } = endpoint;
import { generateText, stepCountIs, streamText, tool } from 'ai';
// tag::client[]
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { jsonSchema } from 'ai';

const chatbotkit = createOpenAICompatible({
  name: 'chatbotkit', baseURL, apiKey, headers: { 'accept-encoding': 'identity' },
});
const model = chatbotkit(bot);
const getWeather = tool({
  description: 'The weather', inputSchema: jsonSchema(endpoint.parameters), execute: endpoint.weather,
});
// end::client[]
const ask = (prompt, more) => ({ model, prompt, maxRetries: 0, ...more });
const withTools = { tools: { getWeather }, stopWhen: stepCountIs(4) };

// Its streams do not throw, they have parts of type "error".
async function* parts(settings) {
  for await (const part of streamText({ ...settings, onError() {} }).fullStream) {
    if (part.type === 'error') {
      throw part.error instanceof Error ? part.error : new Error(JSON.stringify(part.error));
    }
    if (part.type === 'text-delta') {
      yield part.text;
    }
  }
}

export const name = 'AI SDK 6 (ai 6.0.326, openai-compatible 2.0.92)';
export const call = async (text) => (await generateText(ask(text))).text;
export const stream = (text) => parts(ask(text));
export const toolsCall = async (text) => (await generateText(ask(text, withTools))).text;
export async function toolsStream(text) {
  const result = streamText({ ...ask(text, withTools), onError() {} });
  await result.consumeStream();
  return result.text;
}
