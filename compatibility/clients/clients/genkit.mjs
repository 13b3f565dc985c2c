import * as endpoint from '../endpoint.mjs';
import { cleanFetch } from '../clean-fetch.mjs';
const { apiKey, baseURL, bot } = endpoint;
import { genkit, z } from 'genkit';
// tag::client[]
import { openAICompatible } from '@genkit-ai/compat-oai';

const ai = genkit({
  plugins: [openAICompatible({
    name: 'chatbotkit', baseURL, apiKey, maxRetries: 0, fetch: cleanFetch, defaultHeaders: { 'accept-encoding': 'identity' },
  })],
});
const model = `chatbotkit/${bot}`;
// end::client[]
const getWeather = ai.defineTool(
  { name: 'getWeather', description: 'The weather', inputSchema: z.object({ city: z.string() }) },
  async (input) => endpoint.weather(input));

export const name = 'Genkit 1.42';
export const call = async (prompt) => (await ai.generate({ model, prompt })).text;
export async function* stream(prompt) {
  const { stream: chunks, response } = ai.generateStream({ model, prompt });
  for await (const chunk of chunks) {
    yield chunk.text;
  }
  await response;
}
export const toolsCall = async (prompt) => (await ai.generate({ model, prompt, tools: [getWeather] })).text;
export const toolsStream = async (prompt) => (await ai.generateStream({ model, prompt, tools: [getWeather] }).response).text;
