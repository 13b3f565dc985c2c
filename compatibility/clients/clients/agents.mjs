import * as endpoint from '../endpoint.mjs';
import { cleanFetch } from '../clean-fetch.mjs';
const { apiKey, baseURL, bot } = endpoint;
import { Agent, run, setTracingDisabled, tool } from '@openai/agents';
// tag::client[]
import { OpenAIChatCompletionsModel } from '@openai/agents';
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL, apiKey, maxRetries: 0, fetch: cleanFetch, defaultHeaders: { 'accept-encoding': 'identity' },
});
const model = new OpenAIChatCompletionsModel(client, bot);
// end::client[]

setTracingDisabled(true);
const getWeather = tool({
  name: 'getWeather', description: 'The weather', strict: false, parameters: endpoint.parameters,
  execute: (input) => JSON.stringify(endpoint.weather(input)),
});
const agent = (tools) => new Agent({ name: 'Caller', tools, model });
const ask = async (tools, text) => (await run(agent(tools), text, { maxTurns: 4 })).finalOutput;

export const name = 'OpenAI Agents 0.20';
export const call = (text) => ask([], text);
export async function* stream(text) {
  const result = await run(agent([]), text, { stream: true, maxTurns: 2 });
  yield* result.toTextStream();
  await result.completed;
}
export const toolsCall = (text) => ask([getWeather], text);
export async function toolsStream(text) {
  const result = await run(agent([getWeather]), text, { stream: true, maxTurns: 4 });
  await result.completed;
  return result.finalOutput;
}
