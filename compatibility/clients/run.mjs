// Asks an emulated bot through each client and prints a table. Ends with 1 if a client does not get what the page promises.
import * as endpoint from './endpoint.mjs';

const names = process.argv.slice(2);
const all = ['openai', 'ai-sdk', 'langchain', 'agents', 'llamaindex', 'mastra', 'genkit'];
// Some report a failure in a promise that nobody waits for.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
const quiet = () => {};
Object.assign(console, { error: quiet, warn: quiet, debug: quiet, info: quiet });

const limited = (promise) => Promise.race([promise,
  new Promise((_, reject) => setTimeout(() => reject(new Error('does not end')), 30_000).unref())]);

async function whole(words) {
  let text = '';
  for await (const word of words) {
    text += word ?? '';
  }
  return text;
}

async function equal(expected, promise) {
  try {
    const actual = await limited(promise());
    return actual === expected ? 'ok' : `FAILED: ${JSON.stringify(actual)}`;
  } catch (error) {
    return `FAILED: ${error.message}`;
  }
}

// What a caller notices of a failure: an error, or nothing.
async function noticed(promise) {
  try {
    await limited(promise());
    return 'not noticed';
  } catch (error) {
    return error.message === 'does not end' ? 'does not end' : 'an error';
  }
}

async function own(promise) {
  try {
    const text = await limited(promise());
    return text === 'All good' ? 'ok' : 'another answer';
  } catch (error) {
    return error.message === 'does not end' ? 'does not end' : 'an error';
  }
}

const columns = {
  call: (client) => equal(endpoint.answer, () => client.call(endpoint.text)),
  stream: (client) => equal(endpoint.answer, () => whole(client.stream(endpoint.text))),
  'tools, call': (client) => equal(client.toolAnswer ?? endpoint.toolAnswer, () => client.toolsCall(endpoint.toolText)),
  'tools, stream': (client) => client.toolsStream ? equal(client.toolAnswer ?? endpoint.toolAnswer, () => client.toolsStream(endpoint.toolText)) : '–',
  "a bot's own tool": (client) => own(() => client.toolsCall(endpoint.insideText)),
  'an error in a stream': (client) => noticed(() => whole(client.stream(endpoint.failure))),
  'a stream that breaks off': (client) => noticed(() => (client.checked ?? ((text) => whole(client.stream(text))))(endpoint.brokenOff)),
};

let failed = false;
console.log(`| client | ${Object.keys(columns).join(' | ')} |\n|${' --- |'.repeat(Object.keys(columns).length + 1)}`);
for (const file of names.length ? names : all) {
  try {
    const client = await import(`./clients/${file}.mjs`);
    const cells = [];
    for (const column of Object.values(columns)) {
      cells.push(await column(client));
    }
    failed ||= cells.some((cell) => cell.startsWith('FAILED'));
    console.log(`| ${client.name} | ${cells.join(' | ').replaceAll('\n', ' ')} |`);
  } catch (error) {
    failed = true;
    console.log(`| ${file} | FAILED: ${error.stack} |`);
  }
}
process.exit(failed ? 1 : 0);
