// What all the tests know: where the emulator is, and what its script words make it do (docs/contract.md).
export const baseURL = process.env.CHATBOTKIT_BASE_URL;
export const apiKey = process.env.CHATBOTKIT_API_SECRET;
if (!baseURL || !apiKey) {
  throw new Error('Set CHATBOTKIT_BASE_URL and CHATBOTKIT_API_SECRET to those of an emulator.');
}

export const bot = 'bot/id=support';

export const text = 'answer:Hello from the bot';
export const answer = 'Hello from the bot';

export const toolText = 'call:getWeather{"city":"Paris"}';
export const toolAnswer = 'Tool getWeather returned {"temp":21,"city":"Paris"}';
export const weather = ({ city }) => ({ temp: 21, city });

// A tool as the endpoint accepts it: no strict, no $schema, and with a description.
export const parameters = {
  type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false,
};

// The bot uses a tool of its own, which the client never declared.
export const insideText = 'inner:lookup answer:All good';

// The engine fails in the middle of a stream; the platform breaks off without an error.
export const failure = 'midfail:OVERLOADED';
export const brokenOff = 'throw:PLAIN';
