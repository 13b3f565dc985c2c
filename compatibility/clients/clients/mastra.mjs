import * as endpoint from '../endpoint.mjs';
import { cleanFetch } from '../clean-fetch.mjs';
const { apiKey, baseURL, bot } = endpoint;
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
// tag::client[]
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { Agent } from '@mastra/core/agent';

const chatbotkit = createOpenAICompatible({
  name: 'chatbotkit', baseURL, apiKey, fetch: cleanFetch, headers: { 'accept-encoding': 'identity' },
});
const agent = (tools) => new Agent({
  id: 'caller', name: 'Caller', instructions: 'Be brief.', model: chatbotkit(bot), maxRetries: 0, tools,
});
// end::client[]
const getWeather = createTool({
  id: 'getWeather', description: 'The weather', inputSchema: z.object({ city: z.string() }),
  execute: async (input) => endpoint.weather(input.context ?? input),
});

export const name = 'Mastra 1.71';
export const call = async (text) => (await agent({}).generate(text, { maxSteps: 1 })).text;
export async function* stream(text) {
  const result = await agent({}).stream(text, { maxSteps: 1 });
  for await (const part of result.fullStream) {
    if (part.type === 'error') {
      throw new Error(JSON.stringify(part.payload ?? part));
    }
    if (part.type === 'text-delta') {
      yield part.payload.text;
    }
  }
}
export const toolsCall = async (text) => (await agent({ getWeather }).generate(text, { maxSteps: 4 })).text;
export const toolsStream = async (text) => (await agent({ getWeather }).stream(text, { maxSteps: 4 })).text;
