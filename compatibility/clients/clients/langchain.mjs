import * as endpoint from '../endpoint.mjs';
const { apiKey, baseURL, bot } = endpoint;
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
// tag::client[]
import { ChatOpenAI } from '@langchain/openai';

const chat = new ChatOpenAI({
  model: bot, apiKey, maxRetries: 0,
  configuration: { baseURL, defaultHeaders: { 'accept-encoding': 'identity' } },
});
const getWeather = tool((input) => JSON.stringify(endpoint.weather(input)),
  { name: 'getWeather', description: 'The weather', schema: endpoint.parameters });
// end::client[]

async function loop(ask, text) {
  const messages = [new HumanMessage(text)];
  for (let round = 0; round < 4; round++) {
    const message = await ask(messages);
    if (!message.tool_calls?.length) {
      return message.content;
    }
    messages.push(message);
    for (const called of message.tool_calls) {
      messages.push(new ToolMessage({
        tool_call_id: called.id, content: called.name === 'getWeather' ? await getWeather.invoke(called.args) : 'No such tool',
      }));
    }
  }
  throw new Error('The tool loop does not end');
}

async function whole(messages) {
  let all;
  for await (const chunk of await chat.bindTools([getWeather]).stream(messages)) {
    all = all ? all.concat(chunk) : chunk;
  }
  return all;
}

export const name = 'LangChain.js (@langchain/openai 1.5.8)';
export const call = async (text) => (await chat.invoke(text)).content;
export async function* stream(text) {
  for await (const chunk of await chat.stream(text)) {
    yield chunk.content;
  }
}
export const toolsCall = (text) => loop((messages) => chat.bindTools([getWeather]).invoke(messages), text);
export const toolsStream = (text) => loop(whole, text);
