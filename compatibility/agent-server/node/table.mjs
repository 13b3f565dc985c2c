// A reporter of Node's test runner: one line a check that failed, and at the end a table of client by check.
export default async function* table(events) {
  const checks = [];
  const clients = new Map();
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    }
    if (type !== 'test:pass' && type !== 'test:fail') {
      continue;
    }
    const [client, check] = data.name.split(' | ');
    if (!check) {
      // A file, which fails as such if it cannot be loaded.
      if (type === 'test:fail' && data.details.error.failureType !== 'subtestsFailed') {
        yield `FAILED ${data.name}: ${data.details.error.cause?.stack ?? data.details.error.message}\n`;
      }
      continue;
    }
    if (!checks.includes(check)) {
      checks.push(check);
    }
    const results = clients.get(client) ?? clients.set(client, new Map()).get(client);
    results.set(check, (results.get(check) ?? true) && type === 'test:pass');
    if (type === 'test:fail') {
      yield `FAILED ${data.name}: ${data.details.error.cause?.stack ?? data.details.error.message}\n`;
    }
  }
  yield `| client | ${checks.join(' | ')} |\n|${' --- |'.repeat(checks.length + 1)}\n`;
  for (const [client, results] of [...clients].sort(([one], [other]) => one.localeCompare(other))) {
    const cells = checks.map((check) => results.has(check) ? (results.get(check) ? 'ok' : 'FAILED') : '-');
    yield `| ${client} | ${cells.join(' | ')} |\n`;
  }
}
