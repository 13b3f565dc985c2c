// What all the tests know of the sample: where it is, and what its scripted model does.
export const baseURL = process.env.AGENTS_URL;
export const apiKey = process.env.AGENTS_KEY;
if (!baseURL || !apiKey) {
  throw new Error('Set AGENTS_URL and AGENTS_KEY to what samples/agent-server prints when it is ready.');
}

export const model = 'support';
export const selector = 'bot/id=support';

export const text = 'answer:Hello from the agent';
export const answer = 'Hello from the agent';

// The caller's tool, which the agent's model calls.
export const toolText = 'call:getWeather{"city":"Paris"}';
export const toolAnswer = 'Tool getWeather returned {"temp":21,"city":"Paris"}';
export const toolSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { city: { type: ['string', 'null'] } },
  required: ['city'],
  additionalProperties: false,
};
export const weather = ({ city }) => ({ temp: 21, city });

// The agent calls a tool of its own, and then the caller's.
export const bothText = 'inner:lookup_order call:getWeather{"city":"Paris"}';

// The agent calls a tool of its own. Shown as a call, it would make the clients' tool loops act.
export const insideText = 'inner:lookup_order answer:All good';

export const failure = 'midfail:OVERLOADED';
export const failureWords = /Engine failure OVERLOADED/;

// A fetch that notes which conversations the answers name.
export function echoes() {
  const ids = [];
  return {
    ids,
    fetch: async (...request) => {
      const response = await fetch(...request);
      ids.push(response.headers.get('x-conversation-id'));
      return response;
    },
  };
}
